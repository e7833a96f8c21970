import type { SlotLimits } from './ports';
import { RefusalError } from './refusal';

const RETRY_AFTER_SECONDS = 5;

/** Lets only so many tasks run at once; the others wait in the order they came. */
export interface Slots {
  /** Waits for a free place; the answer gives it back. Rejects with a RefusalError when too many wait, or too long, or the client has gone. */
  readonly enter: (gone: AbortSignal) => Promise<() => void>;
  /** Keeps a place until the entry is open no more. */
  readonly keepFor: (entryId: string, leave: () => void) => void;
  readonly closed: (entryId: string) => void;
  /** Nobody waits any more: who does, or would, is refused, and may try again with the next guard. */
  readonly end: () => void;
}

/** `open` are the entries whose tasks run already; `isRunning` tells whether one still does, since others may close it too. */
export function createSlots({ running: most, waiting, waitMs }: SlotLimits, open: readonly string[], isRunning: (entryId: string) => boolean): Slots {
  let running = 0;
  const queue: (() => void)[] = [];
  const waiters = new Set<() => void>();
  let isEnded = false;
  const kept = new Map<string, () => void>();
  const leaveOnce = (): (() => void) => {
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      running -= 1;
      queue.shift()?.();
    };
  };
  const closed = (entryId: string): void => {
    kept.get(entryId)?.();
    kept.delete(entryId);
  };
  for (const entryId of open) {
    running += 1;
    kept.set(entryId, leaveOnce());
  }
  const busy = (): RefusalError =>
    new RefusalError({ name: 'busy', message: `${String(running)} tasks are running, and no more may at once; try again later`, retryAfterSeconds: RETRY_AFTER_SECONDS });

  return {
    enter: (gone) => new Promise((resolve, reject) => {
      if (running >= most) for (const entryId of [...kept.keys()]) if (!isRunning(entryId)) closed(entryId);
      if (running < most) {
        running += 1;
        resolve(leaveOnce());
        return;
      }
      if (isEnded || queue.length >= waiting) {
        reject(busy());
        return;
      }
      const giveUp = (): void => {
        queue.splice(queue.indexOf(next), 1);
        done();
        reject(busy());
      };
      const timer = setTimeout(giveUp, waitMs);
      const done = (): void => {
        clearTimeout(timer);
        waiters.delete(giveUp);
        gone.removeEventListener('abort', giveUp);
      };
      const next = (): void => {
        done();
        running += 1;
        resolve(leaveOnce());
      };
      gone.addEventListener('abort', giveUp, { once: true });
      queue.push(next);
      waiters.add(giveUp);
    }),
    keepFor(entryId, leave) {
      // The tries of one entry are one task.
      if (kept.has(entryId)) leave();
      else kept.set(entryId, leave);
    },
    closed,
    end() {
      isEnded = true;
      for (const giveUp of [...waiters]) giveUp();
    },
  };
}
