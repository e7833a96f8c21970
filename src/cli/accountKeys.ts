import path from 'node:path';
import type { Credentials } from '../account/credentials';
import { UsageError } from './usageError';

type Environment = Readonly<Record<string, string | undefined>>;

/** The keys in the environment: KLING_API_KEY, else KLING_ACCESS_KEY with KLING_SECRET_KEY. Throws a UsageError that names what is missing. */
export function keysIn(environment: Environment): Credentials {
  const given = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const [apiKey, accessKey, secretKey] = ['KLING_API_KEY', 'KLING_ACCESS_KEY', 'KLING_SECRET_KEY'].map(given);
  if (apiKey !== undefined) return { apiKey };
  if (accessKey !== undefined && secretKey !== undefined) return { accessKey, secretKey };
  const missing = accessKey === undefined ? 'KLING_ACCESS_KEY' : 'KLING_SECRET_KEY';
  throw new UsageError(
    accessKey === undefined && secretKey === undefined
      ? 'account needs a key of Kling’s API: set KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY, in the environment'
      : `${missing} is not set; set both KLING_ACCESS_KEY and KLING_SECRET_KEY, or KLING_API_KEY`,
  );
}

/** The file that keeps the last answer, in the place that the system has for such files. */
export function cacheFile(environment: Environment, platform: NodeJS.Platform, home: string): string {
  const given = environment[platform === 'win32' ? 'LOCALAPPDATA' : 'XDG_CACHE_HOME'] ?? '';
  const usual = platform === 'win32' ? ['AppData', 'Local'] : platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
  return path.join(path.isAbsolute(given) ? given : path.join(home, ...usual), 'kling-cost', 'account.json');
}
