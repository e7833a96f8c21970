import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { findPackage } from '../core/pricing/catalog';
import type { PriceSchedule } from '../core/pricing/schedule';
import { providers } from '../core/providers';
import { createRequestParser } from '../parsers/createRequestParser';
import { loadAnew } from '../parsers/grammars';
import type { ParserPorts } from '../parsers/createRequestParser';
import type { RequestParser } from '../parsers/parser';
import { nearNames } from '../presentation/nearNames';
import { scheduleErrorLine } from '../presentation/scheduleError';
import type { ListedSchedule } from '../presentation/schedulesReport';
import { packageUsed } from '../presentation/subject';
import type { Subject } from '../presentation/subject';
import { andList, orList, plainTranslate as t } from '../presentation/translate';
import { visible, visibleInFull } from '../presentation/visible';
import { createCostService } from '../service/costService';
import type { CostService } from '../service/costService';
import { readSchedule } from '../service/readSchedule';
import { isInForce, loadBundledSchedules } from '../service/schedules';
import type { UnknownChoice } from '../service/schedules';
import { createFileReader } from './nearFiles';
import { FORMATS, dayOption, oneOf } from './options';
import type { Format } from './options';
import type { Today } from './result';
import { UsageError } from './usageError';

type TreeSitter = Awaited<ReturnType<ParserPorts['loadRuntime']>>;

/** The largest file that is read, in bytes. */
export const MAX_BYTES = 10_000_000;
/** How many ids a message lists. */
const MOST_CHOICES = 30;

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

/**
 * Checks the common options. Throws a UsageError that names the option, and what there is to choose from. A schedule
 * file that is not right is named when the command ends; the other schedules stay in force.
 */
export function createSession(options: CommonOptions, today: Today): Session {
  const format = oneOf('--format', options.format ?? 'table', FORMATS);
  const date = options.date === undefined ? today() : dayOption(options.date);
  const schedule = options.schedule ?? '';
  const grammars = path.join(__dirname, 'grammars');
  const load = createRequire(__filename);
  const parser = createRequestParser({
    providers,
    loadRuntime: () => Promise.resolve(loadAnew(load, path.join(grammars, 'tree-sitter.js')) as TreeSitter),
    loadBytes: (file) => fs.promises.readFile(path.join(grammars, file)),
  });
  const own = ownSchedules(options['schedules-file'] ?? []);
  const costs = createCostService({
    readFile: createFileReader(),
    parser,
    schedules: () => loadBundledSchedules().filter((bundled) => !own.schedules.some((other) => isSameEdition(other, bundled))),
    settings: { priceSchedule: schedule, resourcePackage: options.package ?? '' },
    // A command that runs past midnight goes on with the next day.
    today: options.date === undefined ? () => today() : () => date,
    maxLength: MAX_BYTES,
  });
  costs.setOwnSchedules(own.schedules);
  const { service, priced, isPackageUsed } = watchPackage(costs);
  today.atEnd?.(() => ({
    lines: [...own.faults, ...own.replaced, ...(priced() && !isPackageUsed() ? unusedPackage(costs, options.package, date) : [])],
    isBadUsage: own.faults.length > 0,
  }));
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

interface OwnSchedules {
  readonly schedules: readonly PriceSchedule[];
  /** What is wrong with files, a line each. */
  readonly faults: readonly string[];
  /** What replaces a bundled edition, a line each. */
  readonly replaced: readonly string[];
}

function ownSchedules(files: readonly string[]): OwnSchedules {
  const read = [...new Set(files)].map((file) => ({ file, result: readOwnSchedule(file) }));
  const good = read.flatMap(({ file, result }) => ('schedule' in result ? [{ file, schedule: result.schedule }] : []));
  return {
    schedules: good.map(({ schedule }) => schedule),
    faults: read.flatMap(({ result }) => ('fault' in result ? [result.fault] : [])),
    replaced: good
      .filter(({ schedule }) => loadBundledSchedules().some((bundled) => isSameEdition(schedule, bundled)))
      .map(({ file, schedule }) => `--schedules-file ${file} replaces the bundled ${schedule.id} ${schedule.edition}`),
  };
}

function isSameEdition(a: PriceSchedule, b: PriceSchedule): boolean {
  return a.id === b.id && a.edition === b.edition;
}

function readOwnSchedule(file: string): { readonly schedule: PriceSchedule } | { readonly fault: string } {
  const shown = visibleInFull(file);
  let text: string;
  try {
    const stat = fs.statSync(file);
    // A pipe or a device would be waited for, or never end.
    if (!stat.isFile()) return { fault: `--schedules-file ${shown} is not a file; name a JSON file` };
    if (stat.size > MAX_BYTES) return { fault: `--schedules-file ${shown} is over ${MAX_BYTES / 1e6} MB; name a smaller file` };
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    return { fault: `--schedules-file ${shown} cannot be read: ${systemReason(error)}; name a JSON file` };
  }
  const read = readSchedule(text, file);
  return 'error' in read ? { fault: `--schedules-file ${scheduleErrorLine(read.error, t)}` } : read;
}

/** The service, and whether what it priced was priced with the package. */
function watchPackage(service: CostService): { service: CostService; priced: () => boolean; isPackageUsed: () => boolean } {
  let priced = false;
  let used = false;
  const watch = ({ estimate }: Subject): void => {
    priced ||= estimate.status !== 'unpriced';
    used ||= packageUsed(estimate) !== undefined;
  };
  return {
    service: {
      ...service,
      estimate: (request) => {
        const subject = service.estimate(request);
        watch(subject);
        return subject;
      },
      estimateText: async (text, languageId, path) => {
        const answer = await service.estimateText(text, languageId, path);
        answer.requests.forEach(watch);
        return answer;
      },
    },
    priced: () => priced,
    isPackageUsed: () => used,
  };
}

/** `--package image-1 changes no price here: it is for the image units of kling-api 2026`. */
function unusedPackage(service: CostService, id: string | undefined, date: string): string[] {
  if (id === undefined || id.trim() === '') return [];
  const all = service.schedules();
  const holds = all.flatMap((schedule) => {
    const bought = isInForce(schedule, all, date) ? findPackage(schedule, id) : undefined;
    const unit = bought && schedule.pools[bought.pool]?.unit;
    return bought ? [`the ${unit === 'units' ? `${bought.pool} units` : 'credits'} of ${schedule.id} ${schedule.edition}`] : [];
  });
  return [`--package ${id} changes no price here: it is for ${andList(holds, t)}`];
}

function notAmong(option: string, { value, available }: UnknownChoice): string {
  const unknown = `${option} "${visible(value)}" is not known`;
  if (available.length === 0) return `${unknown}; the chosen schedule has none`;
  const near = nearNames(value, available);
  const more = available.length - MOST_CHOICES;
  const all = available.slice(0, MOST_CHOICES).join(', ') + (more > 0 ? ` and ${more} others` : '');
  return near.length > 0 ? `${unknown}; did you mean ${orList(near, t)}? There are ${all}` : `${unknown}; there are ${all}`;
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
