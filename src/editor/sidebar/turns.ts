/** Changes that come together are taken together. */
const PAUSE_MS = 150;
/** It is done in a tenth of the time at most. */
const REST = 10;

/** One thing that is done again whenever something has changed, and never twice at the same time. */
export interface Turns {
  /** Somebody waits for it. */
  readonly now: () => void;
  readonly soon: () => void;
  readonly dispose: () => void;
}

/** `run` never rejects. */
export function createTurns(run: () => Promise<void>): Turns {
  const turn: { isRunning: boolean; next: 'now' | 'soon' | undefined; lastMs: number } = { isRunning: false, next: undefined, lastMs: 0 };
  let pause: NodeJS.Timeout | undefined;
  let isEnded = false;
  const now = (): void => {
    turn.next = 'now';
    if (!turn.isRunning && !isEnded) void take();
  };
  const soon = (): void => {
    turn.next ??= 'soon';
    if (!turn.isRunning && !isEnded) pause ??= setTimeout(() => void take(), Math.max(PAUSE_MS, REST * turn.lastMs));
  };
  const take = async (): Promise<void> => {
    clearTimeout(pause);
    pause = undefined;
    Object.assign(turn, { isRunning: true, next: undefined });
    const started = performance.now();
    await run();
    Object.assign(turn, { isRunning: false, lastMs: performance.now() - started });
    if (turn.next === 'now') now();
    else if (turn.next === 'soon') soon();
  };
  return { now, soon, dispose: () => {
    isEnded = true;
    clearTimeout(pause);
  } };
}
