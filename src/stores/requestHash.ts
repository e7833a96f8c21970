import { createHash } from 'node:crypto';

/**
 * A digest of a request's parameters and prompt: the same for the same request, whatever the order of its parameters.
 * It tells duplicates without keeping the prompt.
 */
export function requestHash(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const known = Object.entries(parameters).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(known)).digest('hex');
}
