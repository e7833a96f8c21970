import { RefusalError } from './refusal';

const RETRY_AFTER_SECONDS = 5;

/** How much is held in memory at once; who finds no room waits, in the order they came. */
export interface Room {
  /** Waits for so many bytes. Rejects with a RefusalError when that takes too long, or the client has gone. */
  readonly take: (bytes: number, gone: AbortSignal) => Promise<void>;
  readonly give: (bytes: number) => void;
  /** Nobody waits any more: who does, or would, is refused. */
  readonly end: () => void;
}

export function createRoom(most: number, waitMs: number): Room {
  let free = most;
  const queue: { readonly bytes: number; readonly enter: () => void; readonly leave: () => void }[] = [];
  let isEnded = false;
  const full = (): RefusalError => new RefusalError({
    name: 'full', message: `the guard holds ${String(Math.round((most - free) / 1e6))} MB of bodies that are under way, and no more; try again later`, retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
  const admit = (): void => {
    for (let first = queue[0]; !isEnded && first && first.bytes <= free; first = queue[0]) {
      queue.shift();
      free -= first.bytes;
      first.enter();
    }
  };

  return {
    take: (bytes, gone) => new Promise((resolve, reject) => {
      const leave = (): void => {
        queue.splice(queue.indexOf(waiting), 1);
        done();
        reject(full());
        admit();
      };
      const timer = setTimeout(leave, waitMs);
      const done = (): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', leave);
      };
      const waiting = { bytes, leave, enter: () => { done(); resolve(); } };
      gone.addEventListener('abort', leave, { once: true });
      queue.push(waiting);
      if (gone.aborted || isEnded) leave();
      else admit();
    }),
    give(bytes) {
      free += bytes;
      admit();
    },
    end() {
      isEnded = true;
      for (const { leave } of [...queue]) leave();
    },
  };
}
