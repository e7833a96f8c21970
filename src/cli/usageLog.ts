import path from 'node:path';
import { settingErrorLine } from '../presentation/settingError';
import { plainTranslate as t } from '../presentation/translate';
import { readLogSettings } from '../service/readLogSettings';
import { createJsonlStore } from '../stores/jsonl';
import type { UsageStore } from '../stores/store';
import { readSettings, settingsFile } from './settingsFile';
import { UsageError } from './usageError';

/** The options of every command that reads or writes the usage log. */
export const LOG_OPTIONS = {
  format: { type: 'string' },
  'usage-log': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The name of the log that the tracker uses too, in the folder of the project. */
const DEFAULT_NAME = 'kling_usage.jsonl';

/** The usage log of a command. */
export interface UsageLog {
  readonly file: string;
  readonly store: UsageStore;
  /** Whether the user asked to keep the start of prompts. */
  readonly keepsPrompts: boolean;
}

/** The log that `--usage-log` names, else the one of the folder's settings, else `kling_usage.jsonl`. It need not exist. */
export function openUsageLog(given: string | undefined, folder: string): UsageLog {
  if (given?.trim() === '') throw new UsageError(`--usage-log is empty; name a file, such as ${DEFAULT_NAME}`);
  const settings = settingsFile(folder);
  const text = readSettings(settings);
  const read = text === undefined ? { settings: {} } : readLogSettings(text, settings);
  if ('error' in read) throw new UsageError(settingErrorLine(read.error, t));
  const file = path.resolve(folder, given ?? read.settings.path ?? DEFAULT_NAME);
  return { file, store: createJsonlStore({ file }), keepsPrompts: read.settings.prompt === 'preview' };
}
