import type { Entry } from '../ledger/entry';

const ENTRY = /^(plan-[\w-]+)\/\d+$/;

/** The id of the nth entry of a batch, from 1; that of the batch starts with `plan-`. */
export function entryIdOf(batch: string, number: number): string {
  return `${batch}/${String(number)}`;
}

/** Whether an entry was reserved with a batch: that batch, or any. */
export function isOfBatch(entryId: string, batch?: string): boolean {
  const found = batchOf(entryId);
  return found !== undefined && (batch === undefined || batch === found);
}

/** The batches that entries were reserved with, each once. */
export function batchesOf(entryIds: readonly string[]): string[] {
  return [...new Set(entryIds.flatMap((id) => batchOf(id) ?? []))];
}

/** The batches of which something is still set aside, with how many of their entries are. */
export function openBatchesOf(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { id, state } of entries) {
    const batch = batchOf(id);
    if (batch !== undefined && (state === 'reserved' || state === 'expired')) counts.set(batch, (counts.get(batch) ?? 0) + 1);
  }
  return counts;
}

function batchOf(entryId: string): string | undefined {
  return ENTRY.exec(entryId)?.[1];
}
