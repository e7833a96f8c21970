/** Packages what is in dist/ as the extension that ships; gives its path. */
export function packageVsix(): Promise<string>;
