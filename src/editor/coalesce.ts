/** Where a coalesced call waits. */
export interface Timers {
  readonly set: (run: () => void, milliseconds: number) => NodeJS.Timeout;
  readonly clear: (timer: NodeJS.Timeout | undefined) => void;
}

const MACHINE: Timers = { set: setTimeout, clear: clearTimeout };

/** Asks for a run: one now, or one for all that ask while the last one rests. */
export interface Coalesced {
  (): void;
  readonly dispose: () => void;
}

/**
 * Runs at once when asked, then rests for so many milliseconds, and runs once more when it was asked meanwhile: what was
 * asked for last is always seen, however many ask.
 */
export function coalesce(run: () => void, restMs: () => number, { set, clear }: Timers = MACHINE): Coalesced {
  let resting: NodeJS.Timeout | undefined;
  let isAsked = false;
  const rested = (): void => {
    resting = undefined;
    if (isAsked) ask();
  };
  const ask = (): void => {
    if (resting !== undefined) {
      isAsked = true;
      return;
    }
    isAsked = false;
    resting = set(rested, restMs());
    run();
  };
  return Object.assign(ask, { dispose: () => { clear(resting); } });
}
