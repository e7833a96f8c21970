import { pathIn } from './pathIn';

/** Files that one thread reads in one go. Whichever thread comes first claims it; all threads see the claims. */
export interface Batch {
  readonly claims: Int32Array<SharedArrayBuffer>;
  readonly claim: number;
  readonly folders: readonly FolderOfFiles[];
}

export interface FolderOfFiles {
  readonly absolute: string;
  readonly names: readonly string[];
}

/** What a reading thread is started with. */
export interface WorkerData {
  readonly limit: number;
}

/** Adds the files of a batch that may hold a request, by absolute path; none when another thread reads it. */
export function takeBatch({ claims, claim, folders }: Batch, mayHold: (file: string) => boolean, kept: string[]): void {
  if (Atomics.exchange(claims, claim, 1) !== 0) return;
  for (const { absolute, names } of folders) {
    for (const name of names) {
      const file = pathIn(absolute, name);
      if (mayHold(file)) kept.push(file);
    }
  }
}
