import { createLedger } from '../core/ledger/ledger';
import { lineOf } from '../core/ledger/line';
import type { NewLine } from '../core/ledger/line';
import type { UsageStore } from './store';
import { createUsageStore } from './usageStore';
import type { StorePorts } from './usageStore';

/** A ledger that lives as long as the process, for tests. */
export function createMemoryStore(ports: StorePorts): UsageStore {
  const ledger = createLedger();
  let order = 0;
  const keep = (line: NewLine): void => { ledger.append(lineOf(line, ++order)); };
  const keepChosen = async (choose: () => readonly NewLine[]): Promise<void> => {
    (await Promise.resolve().then(choose)).forEach(keep);
  };
  return createUsageStore(
    {
      ledger: () => ledger,
      refresh: () => Promise.resolve('same'),
      timesRead: () => 1,
      append: (lines) => {
        lines.forEach(keep);
        return Promise.resolve();
      },
      appendChosen: keepChosen,
      appendAlone: keepChosen,
      unreadable: () => [],
      unwritten: () => [],
      close: () => Promise.resolve(),
    },
    ports,
  );
}
