/** A command line that cannot be run. The message names the option and what to write instead; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
