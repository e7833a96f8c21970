import { LineIndex } from '../core/text';
import { languages } from '../parsers/languages';
import { csvReport } from '../presentation/csv';
import { estimateReportJson } from '../presentation/json';
import { markdownReport } from '../presentation/markdown';
import { problemText } from '../presentation/problems';
import { estimateReport } from '../presentation/report';
import type { EstimateReport, ReportFile } from '../presentation/report';
import { tableReport } from '../presentation/table';
import { problemLines } from '../presentation/totalText';
import { plainTranslate as t } from '../presentation/translate';
import { visibleInFull } from '../presentation/visible';
import type { DocumentEstimate } from '../service/costService';
import { ESTIMATE_HELP } from './help';
import { COMMON_OPTIONS, parseCommand } from './options';
import type { CommandResult, Today } from './result';
import { notALanguage, readSource } from './readSource';
import { scan } from './scan';
import { MAX_BYTES, createSession } from './session';
import type { Session } from './session';
import { UsageError } from './usageError';
import { slashes } from './walk';
import type { WalkedFile } from './walk';

/** `kling-cost estimate`: prices the requests in files and folders. */
export async function estimateCommand(args: readonly string[], today: Today): Promise<CommandResult> {
  const { values, positionals } = parseCommand(args, COMMON_OPTIONS, 'estimate');
  if (values.help) return { output: ESTIMATE_HELP };
  if (positionals.length === 0) throw new UsageError('estimate needs files or folders, such as: kling-cost estimate src');
  if (positionals.includes('')) throw new UsageError('estimate got an empty path; name a file or a folder, such as . for this one');
  // The session reads all price schedules. That takes as long as other threads take to start.
  const { files: walked, result: session } = await scan(positionals, hasKnownEnding, MAX_BYTES, () => createSession(values, today));
  const files: ReportFile[] = [];
  for (const file of walked) files.push(await estimateFile(file, session));
  const report = estimateReport(session.date, files);
  const missing = walked.filter(({ named, problem }) => named && problem?.kind === 'unreadable').map(({ path }) => path);
  const unpriced = session.strict && report.total.unpriced > 0;
  return {
    output: format(report, session),
    errors: [
      ...missing.map((path) => `kling-cost: ${visibleInFull(path)} cannot be read; name an existing file or folder`),
      // Lines of CSV have no place for them; the other formats show them.
      ...(session.format === 'csv' ? problemLines(report, t) : []),
    ],
    exitCode: missing.length > 0 ? 2 : unpriced ? 4 : 0,
  };
}

/** Whether a file's name is that of a language that is read. */
export function hasKnownEnding(file: string): boolean {
  const name = file.toLowerCase();
  return languages.some(({ extensions }) => extensions.some((ending) => name.endsWith(ending)));
}

/** The requests of a file with their prices, or why it was not read. */
export async function estimateFile(file: WalkedFile, { parser, service }: Pick<Session, 'parser' | 'service'>): Promise<ReportFile> {
  const { path, absolute, problem } = file;
  const failed = (message: string, binary = false): ReportFile => ({
    path,
    problems: [{ line: 1, message, whole: binary ? 'binary' : 'other' }],
    requests: [],
  });
  const language = parser.languageOf(absolute);
  if (language === undefined && !problem) return failed(notALanguage(path));
  const source = readSource(file, parser.hasHint);
  if (source.kind === 'problem') return failed(source.message, source.binary);
  if (source.kind === 'nothing' || language === undefined) return { path, problems: [], requests: [] };
  return reportFile(path, source.text, await service.estimateText(source.text, language, slashes(absolute)));
}

function reportFile(path: string, text: string, { requests, problems }: DocumentEstimate): ReportFile {
  const lines = new LineIndex(text);
  const lineOf = (offset: number): number => lines.positionAt(offset).line + 1;
  return {
    path,
    problems: problems
      .map((problem) => ({
        line: lineOf(problem.span.start),
        message: problemText(problem, t),
        ...(problem.code === 'tooLarge' || (problem.code === 'tooComplex' && problem.span.start === 0) ? { whole: 'other' as const } : {}),
      }))
      // One broken place makes several faults on its line.
      .filter(({ line, message }, index, all) => all.findIndex((other) => other.line === line && other.message === message) === index),
    requests: requests.map(({ site, ...subject }) => ({
      line: lineOf(site.span.start),
      endLine: lineOf(Math.max(site.span.start, site.span.end - 1)),
      ...(site.call ? { callLine: lineOf(site.call.start) } : {}),
      subject,
    })),
  };
}

function format(report: EstimateReport, session: Session): string {
  switch (session.format) {
    case 'table': return tableReport(report, t);
    case 'json': return `${JSON.stringify(estimateReportJson(report, t), null, 2)}\n`;
    case 'markdown': return markdownReport(report, t);
    case 'csv': return csvReport(report, t);
  }
}
