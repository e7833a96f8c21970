import { neighborsOf } from '../core/estimate/neighbors';
import type { Neighbor } from '../core/estimate/neighbors';
import { estimateRequest } from '../core/estimate/estimateRequest';
import type { Estimate } from '../core/estimate/estimate';
import { fingerprintOf, logKeysOf } from '../core/optimizer/fingerprint';
import type { LogKey } from '../core/optimizer/fingerprint';
import { optimize } from '../core/optimizer/optimize';
import type { FileEdit } from '../core/optimizer/rewrite';
import { choicesOf } from '../core/optimizer/whatIf';
import type { Choice } from '../core/optimizer/whatIf';
import type { Suggestion } from '../core/optimizer/suggestion';
import type { Optimization, OptimizerOptions, PlannedRequest } from '../core/optimizer/optimize';
import type { PriceSchedule } from '../core/pricing/schedule';
import type { Resolution, ResolvedRequest } from '../core/request/resolved';
import type { Problem } from '../core/request/site';
import type { FoundRequests, NearFiles, OpenDocument, RequestParser } from '../parsers/parser';
import type { Subject } from '../presentation/subject';
import type { EstimatedSite } from './estimatedSite';
import { keepLost } from './keepLost';
import { RecentMap } from './recentMap';
import { fileBeside, wayOf, withEdits } from './ways';
import type { Rewriting, Way } from './ways';
import { unknownPackage, unknownSchedule } from './schedules';
import type { UnknownChoice } from './schedules';

export type { EstimatedSite } from './estimatedSite';

/** What the user chose; empty text is no choice. */
export interface CostSettings {
  readonly priceSchedule: string;
  readonly resourcePackage: string;
}

export interface CostServicePorts {
  readonly parser: RequestParser;
  /** The bundled schedules; asked for when the first request is priced. */
  readonly schedules: () => readonly PriceSchedule[];
  readonly settings: CostSettings;
  /** The day of the estimate, YYYY-MM-DD. */
  readonly today: () => string;
  /** A file's text, at once, for constants that a document at `path` imports; undefined when it cannot be read. */
  readonly readFile?: (path: string) => string | undefined;
  /** The longest text that is read, in UTF-16 code units; a million unless told. */
  readonly maxLength?: number;
}

/** A text as an editor holds it. `text` is only called when this version was not read before. */
export interface TextDocument {
  readonly uri: string;
  readonly version: number;
  readonly languageId: string;
  /** Its file, with slashes, when it has one. */
  readonly path?: string;
  readonly text: () => string;
}

/** What is asked of the optimizer besides requests: what the user wants, and what is known of the past. */
export interface OptimizerWishes extends Pick<OptimizerOptions, 'wishes' | 'disabled' | 'packages'> {
  /** When the usage log has a request with this key, in milliseconds since 1970. */
  readonly loggedAt?: (key: LogKey) => number | undefined;
}

/** The requests of a text in its order, and what could not be read. */
export interface DocumentEstimate {
  readonly date: string;
  readonly requests: readonly EstimatedSite[];
  readonly problems: readonly Problem[];
}

export interface Disposable {
  dispose(): void;
}

/** A text that was priced, with its requests. */
export interface SourceText {
  readonly text: string;
  readonly languageId: string;
  readonly path?: string;
  readonly requests: readonly EstimatedSite[];
}

/** The one object with state: schedules, settings, and the answers for open documents. */
export interface CostService {
  /** Prices a text. Rejects only when its grammar cannot be loaded. */
  readonly estimateText: (text: string, languageId: string, path?: string) => Promise<DocumentEstimate>;
  /** Prices a document; read once for each version, priced again when settings, schedules or the day change. */
  readonly estimateDocument: (document: TextDocument) => Promise<DocumentEstimate>;
  /** The last answer for a document, at once; it may be of an earlier version. */
  readonly peek: (uri: string) => DocumentEstimate | undefined;
  readonly forget: (uri: string) => void;
  /** Reads every document again when asked next: a file that one imports from has changed. */
  readonly rereadAll: () => void;
  /** Prices a request that is given by its parameters. */
  readonly estimate: (request: ResolvedRequest) => Subject;
  /** What the request would cost with one value changed. */
  readonly neighbors: (subject: Subject) => Neighbor[];
  /** Cheaper ways for requests, and what they save together. */
  readonly optimize: (requests: readonly EstimatedSite[], wishes?: OptimizerWishes) => Optimization;
  /** Every combination of model, mode, duration and audio that a request could be changed to, with its price. */
  readonly choices: (request: EstimatedSite) => Choice[];
  /** The suggestions for one request of a text that can be written there, each tried on the text. */
  readonly ways: (source: SourceText, request: EstimatedSite, suggestions: readonly Suggestion[]) => Promise<Way[]>;
  /** The day of the estimates, YYYY-MM-DD. */
  readonly today: () => string;
  /** Every schedule, the user's own last. */
  readonly schedules: () => readonly PriceSchedule[];
  /** The chosen schedule or package, when there is none by that name. */
  readonly unknownChoices: () => Partial<Record<keyof CostSettings, UnknownChoice>>;
  readonly update: (settings: CostSettings) => void;
  readonly setOwnSchedules: (schedules: readonly PriceSchedule[]) => void;
  /** Called after anything changed that can change a price. */
  readonly onDidChange: (listener: () => void) => Disposable;
}

interface Entry {
  readonly version: number;
  readonly languageId: string;
  readonly sequence: number;
  readonly text: string;
  readonly found: FoundRequests;
  pricedWith: string;
  answer: DocumentEstimate;
}

const MAX_LENGTH = 1_000_000;
const MAX_DOCUMENTS = 100;
/** A tree takes some fifty times the memory of its text: only those of the documents read last are kept. */
const MAX_TREES = 8;
/** The longest text that is rewritten to try a suggestion, in UTF-16 code units. */
const MOST_REWRITTEN = 300_000;
const NOTHING: FoundRequests = { requests: [], problems: [] };

export function createCostService(ports: CostServicePorts): CostService {
  const { parser, today, maxLength = MAX_LENGTH } = ports;
  const listeners = new Set<() => void>();
  const documents = new RecentMap<Entry>(MAX_DOCUMENTS);
  const trees = new RecentMap<OpenDocument>(MAX_TREES, (open) => { open.dispose(); });
  let settings = ports.settings;
  let own: readonly PriceSchedule[] = [];
  let revision = 0;
  let sequence = 0;

  const schedules = (): readonly PriceSchedule[] => [...ports.schedules(), ...own];
  const changed = (): void => {
    revision += 1;
    for (const listener of [...listeners]) listener();
  };
  const options = (date: string): Parameters<typeof estimateRequest>[1] => ({
    schedules: schedules(),
    date,
    ...(settings.priceSchedule === '' ? {} : { scheduleId: settings.priceSchedule }),
    ...(settings.resourcePackage === '' ? {} : { packageId: settings.resourcePackage }),
  });

  const find = async (text: string, languageId: string, path?: string, uri?: string): Promise<FoundRequests> => {
    if (!parser.supports(languageId)) return NOTHING;
    if (!parser.hasHint(text)) return NOTHING;
    if (text.length > maxLength) return { requests: [], problems: [{ code: 'tooLarge', span: { start: 0, end: 0 } }] };
    if (!parser.isReady(languageId, text)) await parser.prepare(languageId, text);
    const near = path !== undefined && ports.readFile ? { path, read: ports.readFile } : undefined;
    return (uri === undefined ? parser : treeOf(uri)).find(text, languageId, near);
  };

  const treeOf = (uri: string): OpenDocument => {
    const open = trees.get(uri) ?? parser.open();
    trees.set(uri, open);
    return open;
  };

  const price = (found: FoundRequests): DocumentEstimate => {
    const date = today();
    if (found.requests.length === 0) return { date, requests: [], problems: found.problems };
    const used = options(date);
    return {
      date,
      requests: found.requests.map(({ site, resolution }) => ({ site, ...subjectOf(resolution, used) })),
      problems: found.problems,
    };
  };

  return {
    estimateText: async (text, languageId, path) => price(await find(text, languageId, path)),

    async estimateDocument({ uri, version, languageId, path, text }) {
      const known = documents.get(uri);
      if (known?.version === version && known.languageId === languageId) {
        const pricedWith = `${today()} ${revision}`;
        if (known.pricedWith !== pricedWith) {
          known.answer = price(known.found);
          known.pricedWith = pricedWith;
        }
        return known.answer;
      }
      const started = ++sequence;
      const source = text();
      const read = await find(source, languageId, path, uri);
      const last = documents.get(uri);
      const found = last?.languageId === languageId ? keepLost(last, source, read) : read;
      const entry = { version, languageId, text: source, sequence: started, found, pricedWith: `${today()} ${revision}`, answer: price(found) };
      // An answer that took longer than a later one must not replace it.
      if ((documents.get(uri)?.sequence ?? 0) < started) documents.set(uri, entry);
      return entry.answer;
    },

    peek: (uri) => documents.get(uri)?.answer,
    forget: (uri) => {
      documents.delete(uri);
      trees.delete(uri);
    },
    rereadAll() {
      documents.clear();
      changed();
    },
    estimate: (request) => subjectOf({ kind: 'resolved', request }, options(today())),
    neighbors: ({ request }) => ('assumed' in request ? neighborsOf(request, options(today())) : []),
    optimize: (requests, { loggedAt, ...wishes } = {}) =>
      optimize(requests.map((each) => plannedOf(each, loggedAt)), { ...options(today()), ...wishes }),
    choices: (request) => choicesOf(plannedOf(request, undefined), options(today())),
    async ways({ text, languageId, path, requests }, request, suggestions) {
      if (suggestions.length === 0 || text.length > MOST_REWRITTEN) return [];
      await parser.prepare(languageId, text);
      const read = ports.readFile;
      const open = parser.open();
      const near = (edits: readonly FileEdit[]): NearFiles | undefined =>
        path === undefined || !read
          ? undefined
          : { path, read: (file) => withEditsOf(file, read(file), path, edits) };
      try {
        const broken = open.find(text, languageId, near([])).problems.length;
        const rewriting: Rewriting = {
          text,
          requests,
          textOf: (file) => (file === undefined ? text : path === undefined ? undefined : read?.(fileBeside(path, file))),
          reread(edits) {
            const found = open.find(withEdits(text, edits.filter((edit) => edit.path === undefined)), languageId, near(edits));
            return found.problems.length > broken ? undefined : price(found).requests;
          },
        };
        return suggestions.flatMap((suggestion) => wayOf(suggestion, request, rewriting) ?? []);
      } finally {
        open.dispose();
      }
    },
    today,
    schedules,

    unknownChoices() {
      const all = schedules();
      const priceSchedule = unknownSchedule(all, settings.priceSchedule);
      const scheduleId = priceSchedule ? '' : settings.priceSchedule;
      const resourcePackage = unknownPackage(all, settings.resourcePackage, scheduleId, today());
      return { ...(priceSchedule ? { priceSchedule } : {}), ...(resourcePackage ? { resourcePackage } : {}) };
    },

    update(next) {
      if (next.priceSchedule === settings.priceSchedule && next.resourcePackage === settings.resourcePackage) return;
      settings = { priceSchedule: next.priceSchedule, resourcePackage: next.resourcePackage };
      changed();
    },

    setOwnSchedules(next) {
      own = [...next];
      changed();
    },

    onDidChange(listener) {
      // A wrapper of its own, so that one listener added twice is removed once.
      const entry = (): void => { listener(); };
      listeners.add(entry);
      return { dispose: () => void listeners.delete(entry) };
    },
  };
}

function subjectOf(resolution: Resolution, options: Parameters<typeof estimateRequest>[1]): Subject {
  if (resolution.kind === 'unresolved') {
    const { request } = resolution;
    return { request, estimate: { status: 'unpriced', reason: { code: request.reason, detail: request.detail }, remarks: [] } };
  }
  const { request, estimate } = estimateRequest(resolution.request, options);
  return { request, estimate, schedule: scheduleOf(estimate, options.schedules) };
}

function withEditsOf(file: string, text: string | undefined, path: string, edits: readonly FileEdit[]): string | undefined {
  return text === undefined ? undefined : withEdits(text, edits.filter((edit) => edit.path !== undefined && fileBeside(path, edit.path) === file));
}

function plannedOf({ site, request, estimate }: EstimatedSite, loggedAt: OptimizerWishes['loggedAt']): PlannedRequest {
  if (!('assumed' in request)) return { request, estimate };
  const fingerprint = fingerprintOf(site, request);
  const keys = fingerprint === undefined ? [] : logKeysOf(site, request);
  const logged = keys.map((key) => loggedAt?.(key)).find((time) => time !== undefined);
  return { request, estimate, ...(fingerprint === undefined ? {} : { fingerprint }), ...(logged === undefined ? {} : { loggedAt: logged }) };
}

function scheduleOf({ schedule: used }: Estimate, schedules: readonly PriceSchedule[]): PriceSchedule | undefined {
  return used && schedules.findLast((item) => item.id === used.id && item.edition === used.edition && item.effectiveFrom === used.effectiveFrom);
}
