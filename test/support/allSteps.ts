/** Does all steps of work at once; and how many there were. */
export function allSteps<Result>(work: Generator<undefined, Result>): { readonly result: Result; readonly steps: number } {
  for (let steps = 1; ; steps++) {
    const step = work.next();
    if (step.done) return { result: step.value, steps };
  }
}
