import type { BatchPartial } from '../presentation/batchReport';
import type { FoundRequest } from './batchSource';

/** How many files are read at the same time. */
const AT_ONCE = 16;

/** What was found in a file. */
export interface ReadFile {
  readonly requests: readonly FoundRequest[];
  /** What of it could not be read. */
  readonly problems: readonly string[];
}

/** Files that are read, and what was found in them so far. */
export interface BatchReading {
  readonly found: readonly FoundRequest[];
  readonly problems: readonly string[];
  /** How far it is; undefined when all files are read. */
  readonly partial: () => BatchPartial | undefined;
  /** Reads them all, unless it is stopped or there are more than `most` requests; calls back after each part. */
  readonly run: (onMore: () => void) => Promise<void>;
  /** Ends it early; what was read stays. */
  readonly stop: () => void;
}

export function createBatchReading<File>(files: readonly File[], read: (file: File) => Promise<ReadFile>, most: number): BatchReading {
  const [found, problems]: [FoundRequest[], string[]] = [[], []];
  let [count, isStopped] = [0, false];
  const keep = ({ requests, problems: others }: ReadFile): void => {
    if (found.length + requests.length > most) isStopped = true;
    if (isStopped) return;
    for (const request of requests) found.push(request);
    problems.push(...others);
    count += 1;
  };
  return {
    found,
    problems,
    partial: () => (count === files.length ? undefined : { read: count, of: files.length, isReading: !isStopped }),
    async run(onMore) {
      for (let start = 0; start < files.length && !isStopped; start += AT_ONCE) {
        for (const each of await Promise.all(files.slice(start, start + AT_ONCE).map(read))) keep(each);
        onMore();
      }
    },
    stop() { isStopped = true; },
  };
}
