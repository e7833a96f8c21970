/**
 * Reads until `accept` takes what was read; fails with the last reading when the time is up.
 * @template T
 * @param {() => T | PromiseLike<T>} read
 * @param {{ what: string, accept?: (value: T) => boolean, timeoutMs?: number }} options
 * @returns {Promise<T>}
 */
export async function until(read, { what, accept = Boolean, timeoutMs = 20_000 }) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms for ${what}; last: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
