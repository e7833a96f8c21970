export interface Wait<T> {
  /** Said when the time is up. */
  what: string;
  /** Truthiness unless given. */
  accept?: (value: T) => boolean;
  timeoutMs?: number;
}

/** Reads until `accept` takes what was read; fails with the last reading when the time is up. */
export function until<T>(read: () => T | PromiseLike<T>, wait: Wait<T>): Promise<T>;
