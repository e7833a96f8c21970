import { coalesce } from '../coalesce';
import type { Timers } from '../coalesce';

/** Writes lines; of one that comes again and again only how often. */
export interface LineFold<Kind> {
  readonly write: (kind: Kind, line: string) => void;
  readonly dispose: () => void;
}

/** Between two tellings how often a line was repeated. */
const REST_MS = 1_000;

/** `write` gets each line that differs from the one before, and at most once in a second how often the last came again. */
export function createLineFold<Kind>(write: (kind: Kind, line: string, times: number) => void, timers?: Timers): LineFold<Kind> {
  let last: { readonly kind: Kind; readonly line: string; repeated: number } | undefined;
  const tell = (): void => {
    if (!last || last.repeated === 0) return;
    const { kind, line, repeated } = last;
    last.repeated = 0;
    write(kind, line, repeated);
  };
  const soon = coalesce(tell, () => REST_MS, timers);
  return {
    write(kind, line) {
      if (last?.line === line) {
        last.repeated += 1;
        soon();
        return;
      }
      tell();
      last = { kind, line, repeated: 0 };
      write(kind, line, 1);
    },
    dispose: soon.dispose,
  };
}
