import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { PriceSchedule } from '../core/pricing/schedule';
import { providers } from '../core/providers';
import { createRequestParser } from '../parsers/createRequestParser';
import type { ParserPorts } from '../parsers/createRequestParser';
import type { RequestParser } from '../parsers/parser';
import { scheduleErrorLine } from '../presentation/scheduleError';
import type { ListedSchedule } from '../presentation/schedulesReport';
import { plainTranslate } from '../presentation/translate';
import { createCostService } from '../service/costService';
import type { CostService } from '../service/costService';
import { readSchedule } from '../service/readSchedule';
import { isInForce, loadBundledSchedules } from '../service/schedules';
import type { UnknownChoice } from '../service/schedules';
import { FORMATS, dayOption, oneOf } from './options';
import type { Format } from './options';
import { UsageError } from './usageError';

type TreeSitter = Awaited<ReturnType<ParserPorts['loadRuntime']>>;

/** The largest file that is read, in bytes. */
export const MAX_BYTES = 10_000_000;

/** The options of every command, as written. */
export interface CommonOptions {
  readonly format?: string | undefined;
  readonly schedule?: string | undefined;
  readonly 'schedules-file'?: readonly string[] | undefined;
  readonly date?: string | undefined;
  readonly package?: string | undefined;
  readonly strict?: boolean | undefined;
}

/** What a command works with, its common options checked. */
export interface Session {
  readonly service: CostService;
  readonly parser: RequestParser;
  readonly date: string;
  readonly format: Format;
  readonly strict: boolean;
  readonly schedule: string;
}

/** Checks the common options. Throws a UsageError that names the option, and what there is to choose from. */
export function createSession(options: CommonOptions, today: () => string): Session {
  const format = oneOf('--format', options.format ?? 'table', FORMATS);
  const date = options.date === undefined ? today() : dayOption(options.date);
  const schedule = options.schedule ?? '';
  const grammars = path.join(__dirname, 'grammars');
  const load = createRequire(__filename);
  const parser = createRequestParser({
    providers,
    loadRuntime: () => Promise.resolve(load(path.join(grammars, 'tree-sitter.js')) as TreeSitter),
    loadBytes: (file) => fs.promises.readFile(path.join(grammars, file)),
  });
  const service = createCostService({
    parser,
    schedules: loadBundledSchedules,
    settings: { priceSchedule: schedule, resourcePackage: options.package ?? '' },
    today: () => date,
    maxLength: MAX_BYTES,
  });
  service.setOwnSchedules((options['schedules-file'] ?? []).map(readOwnSchedule));
  const unknown = service.unknownChoices();
  if (unknown.priceSchedule) throw new UsageError(notAmong('--schedule', unknown.priceSchedule));
  if (unknown.resourcePackage) throw new UsageError(notAmong('--package', unknown.resourcePackage));
  return { service, parser, date, format, strict: options.strict ?? false, schedule };
}

/** The schedules with whether each is in force on the day of the session. */
export function listedSchedules({ service, date, schedule: id }: Session): ListedSchedule[] {
  const all = service.schedules();
  return all
    .filter((schedule) => id === '' || schedule.id === id)
    .map((schedule) => ({ schedule, inForce: isInForce(schedule, all, date) }));
}

function readOwnSchedule(file: string): PriceSchedule {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--schedules-file ${file} cannot be read: ${systemReason(error)}`);
  }
  const read = readSchedule(text, file);
  if ('error' in read) throw new UsageError(`--schedules-file ${scheduleErrorLine(read.error, plainTranslate)}`);
  return read.schedule;
}

function notAmong(option: string, { value, available }: UnknownChoice): string {
  return available.length > 0
    ? `${option} "${value}" is not known; there are ${available.join(', ')}`
    : `${option} "${value}" is not known; the chosen schedule has none`;
}

/** Why the system refused, such as `permission denied`. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder', EACCES: 'permission denied', EPERM: 'not permitted', EISDIR: 'it is a folder',
    ELOOP: 'the link leads in a circle', ENAMETOOLONG: 'the name is too long', EIO: 'the disk failed',
  };
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
