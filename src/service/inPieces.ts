/** What work in pieces asks of its surroundings. */
export interface Pacing {
  /** Milliseconds from any moment. */
  readonly now: () => number;
  /** Lets everything else that waits have its turn. */
  readonly pause: () => Promise<unknown>;
}

const PACING: Pacing = { now: () => performance.now(), pause: () => new Promise((resolve) => { setImmediate(resolve); }) };
/** Short enough that nobody notices that something else goes on. */
const LONGEST_MS = 12;

/** Does work step by step, and pauses before it gets in the way; undefined when nobody wants it any more. */
export async function inPieces<Result>(work: Generator<undefined, Result>, isWanted: () => boolean, { now, pause }: Pacing = PACING): Promise<Result | undefined> {
  let since = now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (now() - since < LONGEST_MS) continue;
    await pause();
    if (!isWanted()) return undefined;
    since = now();
  }
}
