const ENTRY = /^(plan-[\w-]+)\/\d+$/;

/** The id of the nth entry of a batch, from 1; that of the batch starts with `plan-`. */
export function entryIdOf(batch: string, number: number): string {
  return `${batch}/${String(number)}`;
}

/** Whether an entry was reserved with a batch: that batch, or any. */
export function isOfBatch(entryId: string, batch?: string): boolean {
  const found = ENTRY.exec(entryId)?.[1];
  return found !== undefined && (batch === undefined || batch === found);
}
