/** The packaged extension, from the repository's root. */
export const VSIX: string;

/** A new folder that is removed when this process ends. */
export function temporaryFolder(purpose: string): string;

/** A copy of the sample workspace that a test may change. */
export function copyOfSample(): string;
