/** Runs in the page, which this project's types know nothing of: where in the editor a text is shown, its middle. */
export const FIND_TEXT = `((wanted) => {
  for (const line of document.querySelectorAll('.editor-instance .monaco-editor .view-line')) {
    const at = line.textContent.replaceAll('\\u00a0', ' ').indexOf(wanted);
    if (at < 0) continue;
    const range = document.createRange();
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const middle = at + Math.floor(wanted.length / 2);
    for (let passed = 0; walker.nextNode(); passed += walker.currentNode.length) {
      if (middle >= passed + walker.currentNode.length) continue;
      range.setStart(walker.currentNode, middle - passed);
      range.setEnd(walker.currentNode, middle - passed + 1);
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
  }
  return null;
})`;
