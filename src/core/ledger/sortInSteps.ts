/** How many items are sorted, or merged, in one step. */
const STEP = 500;

/** Sorts as an array sorts itself, items that compare as 0 in their order; each step is a small piece of work, the last gives them all. */
export function* sortInSteps<Item>(items: readonly Item[], compare: (a: Item, b: Item) => number): Generator<undefined, Item[]> {
  let runs: Item[][] = [];
  for (let at = 0; at < items.length; at += STEP) {
    runs.push(items.slice(at, at + STEP).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let at = 0; at < runs.length; at += 2) merged.push(yield* merge(runs[at] ?? [], runs[at + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<Item>(first: readonly Item[], second: readonly Item[], compare: (a: Item, b: Item) => number): Generator<undefined, Item[]> {
  const merged: Item[] = [];
  let at = 0;
  for (const item of first) {
    for (let other = second[at]; other !== undefined && compare(other, item) < 0; other = second[at]) {
      merged.push(other);
      at += 1;
      if (merged.length % STEP === 0) yield;
    }
    merged.push(item);
    if (merged.length % STEP === 0) yield;
  }
  return merged.concat(second.slice(at));
}
