// These run in the page, which this project's types know nothing of.

/** Where in the editor a text is shown: its middle. */
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

/** The texts of the CodeLenses in view, from top to bottom; the bars between them left out. */
export const LENS_TEXTS = `(() => {
  const parts = [...document.querySelectorAll('.codelens-decoration > a, .codelens-decoration > span')];
  return parts
    .map((part) => ({ text: part.innerText.trim(), box: part.getBoundingClientRect() }))
    .filter(({ text }) => text !== '' && text !== '|')
    .sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)
    .map(({ text }) => text);
})()`;

/** What the command palette lists. */
export const PALETTE_LABELS = `[...document.querySelectorAll('.quick-input-list .monaco-list-row')]
  .map((row) => row.getAttribute('aria-label') ?? '')`;
