/** The clock and the waiting, so that tests need neither. Times are milliseconds. */
export interface Timers {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** A signal that aborts after that long. */
  readonly timeout: (ms: number) => AbortSignal;
}

const GAP_MS = 1000;

/** Runs calls one after another. A call starts a second after the last has ended, so that no second sees two. */
export function createPace({ now, sleep }: Timers): <T>(call: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let endedAt: number | undefined;
  return (call) => {
    const turn = last.then(async () => {
      if (endedAt !== undefined) {
        // A clock that was set back must not stop us for long.
        const wait = Math.min(GAP_MS, endedAt + GAP_MS - now());
        if (wait > 0) await sleep(wait);
      }
      try {
        return await call();
      } finally {
        endedAt = now();
      }
    });
    last = turn.then(() => undefined, () => undefined);
    return turn;
  };
}
