import { parseAmount, AMOUNT_EXAMPLES } from '../core/budget/amountText';
import { ownedPackages } from '../core/budget/ownedPackages';
import { decidingMoments, packagesStanding } from '../core/budget/packages';
import type { PackagesStanding } from '../core/budget/packages';
import { modeOfResolution } from '../core/estimate/cases';
import type { Amount } from '../core/ledger/entry';
import type { LogKey } from '../core/optimizer/fingerprint';
import { MODES } from '../core/optimizer/modes';
import { RULE_IDS } from '../core/optimizer/optimize';
import type { Wishes } from '../core/optimizer/optimize';
import { CONTENTS, PLATFORMS } from '../core/optimizer/wishLists';
import { findModel } from '../core/pricing/catalog';
import { LineIndex } from '../core/text';
import { problemText } from '../presentation/problems';
import { optimizeCsv, optimizeMarkdown, optimizeReportJson, optimizeTable } from '../presentation/suggestionReport';
import type { OptimizeReport } from '../presentation/suggestionReport';
import { orList, plainTranslate as t } from '../presentation/translate';
import { visibleInFull } from '../presentation/visible';
import type { EstimatedSite } from '../service/costService';
import { loggedRequests } from '../service/loggedRequests';
import { hasKnownEnding } from './estimateCommand';
import { readBudget } from './limitOptions';
import type { LimitSources } from './limitOptions';
import { OPTIMIZE_HELP } from './optimizeHelp';
import { COMMON_OPTIONS, oneOf, parseCommand } from './options';
import type { CommandResult, Today } from './result';
import { notALanguage, readSource } from './readSource';
import { scan } from './scan';
import { MAX_BYTES, createSession } from './session';
import type { Session } from './session';
import { LOG_OPTIONS, openUsageLog } from './usageLog';
import { UsageError } from './usageError';
import { slashes } from './walk';
import type { WalkedFile } from './walk';

const OPTIONS = {
  format: COMMON_OPTIONS.format,
  schedule: COMMON_OPTIONS.schedule,
  'schedules-file': COMMON_OPTIONS['schedules-file'],
  date: COMMON_OPTIONS.date,
  package: COMMON_OPTIONS.package,
  help: COMMON_OPTIONS.help,
  'usage-log': LOG_OPTIONS['usage-log'],
  platform: { type: 'string' },
  content: { type: 'string' },
  quality: { type: 'string' },
  budget: { type: 'string' },
  volume: { type: 'string' },
  'skip-rule': { type: 'string', multiple: true },
} as const;

type Values = ReturnType<typeof parseCommand<typeof OPTIONS>>['values'];

interface ReadFile {
  readonly requests: readonly (EstimatedSite & { readonly path: string; readonly line: number })[];
  readonly problems: readonly string[];
}

/** `kling-cost optimize`: every cheaper way for the requests in files and folders, the largest saving first. */
export async function optimizeCommand(args: readonly string[], today: Today, sources: LimitSources): Promise<CommandResult> {
  const { values, positionals } = parseCommand(args, OPTIONS, 'optimize');
  if (values.help) return { output: OPTIMIZE_HELP };
  if (positionals.includes('')) throw new UsageError('optimize got an empty path; name a file or a folder, or leave it out for this one');
  const targets = positionals.length > 0 ? positionals : ['.'];
  const disabled = new Set((values['skip-rule'] ?? []).map((id) => oneOf('--skip-rule', id, RULE_IDS)));
  const { files: walked, result: session } = await scan(targets, hasKnownEnding, MAX_BYTES, () => createSession(values, today));
  const wishes = wishesOf(values, session);
  const past = await readPast(values, session, sources);
  const files: ReadFile[] = [];
  for (const file of walked) files.push(await readFile(file, session));
  const requests = files.flatMap((file) => file.requests);
  const report: OptimizeReport = {
    date: session.date,
    now: sources.now,
    requests,
    optimization: session.service.optimize(requests, { wishes, disabled, ...past }),
    problems: files.flatMap(({ problems }) => problems),
  };
  const missing = walked.filter(({ named, problem }) => named && problem?.kind === 'unreadable').map(({ path }) => path);
  return {
    output: format(report, session),
    errors: [
      ...missing.map((path) => `kling-cost: ${visibleInFull(path)} cannot be read; name an existing file or folder`),
      ...(session.format === 'csv' ? report.problems : []),
    ],
    exitCode: missing.length > 0 ? 2 : 0,
  };
}

async function readFile(file: WalkedFile, { parser, service }: Session): Promise<ReadFile> {
  const { path, absolute, problem } = file;
  const language = parser.languageOf(absolute);
  const failed = (message: string): ReadFile => ({ requests: [], problems: [`${path}: ${message}`] });
  if (language === undefined && !problem) return failed(notALanguage(path));
  const source = readSource(file, parser.hasHint);
  if (source.kind === 'problem') return source.binary ? { requests: [], problems: [] } : failed(source.message);
  if (source.kind === 'nothing' || language === undefined) return { requests: [], problems: [] };
  const { requests, problems } = await service.estimateText(source.text, language, slashes(absolute));
  const lines = new LineIndex(source.text);
  const lineOf = (offset: number): number => lines.positionAt(offset).line + 1;
  return {
    requests: requests.map((each) => ({ ...each, path, line: lineOf(each.site.span.start) })).toSorted((a, b) => a.line - b.line),
    problems: [...new Set(problems.map((each) => `${path}:${String(lineOf(each.span.start))}: ${problemText(each, t)}`))],
  };
}

function wishesOf({ platform, content, quality, budget, volume }: Values, session: Session): Wishes {
  return {
    ...(platform === undefined ? {} : { platform: oneOf('--platform', platform, PLATFORMS) }),
    ...(content === undefined ? {} : { content: oneOf('--content', content.replaceAll('-', '_'), CONTENTS) }),
    ...(quality === undefined ? {} : { quality: qualityOption(quality, session) }),
    ...(budget === undefined ? {} : { budget: amountOption('--budget', budget) }),
    ...(volume === undefined ? {} : { volume: amountOption('--volume', volume) }),
  };
}

/** A mode or its resolution, or a tier of a schedule. */
function qualityOption(quality: string, { service }: Session): string {
  const mode = modeOfResolution(quality.toLowerCase());
  if (MODES.includes(mode)) return String(mode);
  if (service.schedules().some((schedule) => findModel(schedule, quality))) return quality;
  throw new UsageError(`--quality "${quality}" is not known; use 720p, 1080p or 4k, or a tier of a schedule such as Enhanced`);
}

function amountOption(option: string, text: string): Amount {
  const amount = parseAmount(text);
  if (amount) return amount;
  throw new UsageError(`${option} "${text}" is not an amount; use ${orList(AMOUNT_EXAMPLES.map((example) => `"${example}"`), t)}`);
}

interface Past {
  readonly loggedAt: (key: LogKey) => number | undefined;
  readonly packages: PackagesStanding;
}

/** What the usage log and the packages of the settings tell. */
async function readPast(values: Values, { service }: Session, { folder, now }: LimitSources): Promise<Past> {
  const { zone, packages: settings } = readBudget({ daily: 'none', monthly: 'none', day: 'calendar' }, { env: {}, folder, now });
  const { packages } = ownedPackages(settings, service.schedules(), zone, values.schedule);
  const { store } = openUsageLog(values['usage-log'], folder);
  await store.refresh();
  await store.close();
  return { loggedAt: loggedRequests(store, now), packages: packagesStanding(packages, store.uses({ start: -Infinity, end: Infinity }, now, decidingMoments(packages, now)), now) };
}

function format(report: OptimizeReport, session: Session): string {
  switch (session.format) {
    case 'table': return optimizeTable(report, t);
    case 'json': return `${JSON.stringify(optimizeReportJson(report, t), null, 2)}\n`;
    case 'markdown': return optimizeMarkdown(report, t);
    case 'csv': return optimizeCsv(report, t);
  }
}
