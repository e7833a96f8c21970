import type { Timers } from '../../../src/editor/coalesce';

/** A clock that stands until it is told to go on. */
export function createClock(): Timers & { readonly pass: (milliseconds: number) => void; readonly waiting: () => number } {
  let now = 0;
  const due = new Map<object, { at: number; run: () => void }>();
  return {
    set(run, milliseconds) {
      const timer = {} as NodeJS.Timeout;
      due.set(timer, { at: now + milliseconds, run });
      return timer;
    },
    clear: (timer) => { if (timer) due.delete(timer); },
    waiting: () => due.size,
    pass(milliseconds) {
      now += milliseconds;
      for (const [timer, { at, run }] of [...due]) {
        if (at > now) continue;
        due.delete(timer);
        run();
      }
    },
  };
}
