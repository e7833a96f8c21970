// What the sidebar's page and the editor say to each other. Neither trusts the other: each message is checked.
// The small form of zod, since the page carries it.
import * as z from 'zod/mini';

/** What the page may have the editor run; nothing else. */
export const PAGE_COMMANDS = [
  'addPackage', 'exportUsage', 'openFolder', 'openUsageLog', 'recordUsage', 'refresh', 'reportWrongPrice', 'setDailyBudget', 'setMonthlyBudget',
] as const;
export type PageCommand = (typeof PAGE_COMMANDS)[number];

export const RANGES = ['7', '30', '90', 'month'] as const;
export const LOG_PERIODS = ['all', 'today', 'month', '30'] as const;
export const LOG_STATES = ['all', 'reserved', 'settled', 'released', 'expired'] as const;
export const LOG_SORTS = ['time', 'request', 'amount', 'state'] as const;

/** A page never asks for more rows at once. */
export const MOST_ROWS = 500;

const name = z.string().check(z.maxLength(1000));
const count = z.number().check(z.int(), z.gte(0));

/** Which figures the charts show: a unit's id such as `usd` or `units video`, empty for the first there is. */
export const view = z.strictObject({ unit: name, range: z.enum(RANGES) });

export const logQuery = z.strictObject({
  text: z.string().check(z.maxLength(200)),
  /** Empty for all; entries that name none are not asked for. */
  model: name,
  project: name,
  state: z.enum(LOG_STATES),
  period: z.enum(LOG_PERIODS),
  sort: z.enum(LOG_SORTS),
  descending: z.boolean(),
});

export const fromPageSchema = z.discriminatedUnion('type', [
  /** The page is there and has nothing yet. */
  z.strictObject({ type: z.literal('ready'), view }),
  z.strictObject({ type: z.literal('view'), view }),
  /** The rows from `from` up to `to` of what passes the filters; sent again by itself when they change. */
  z.strictObject({ type: z.literal('log'), query: logQuery, from: count, to: count }),
  z.strictObject({ type: z.literal('run'), command: z.enum(PAGE_COMMANDS) }),
  /** Shows the request of this row of the file. */
  z.strictObject({ type: z.literal('reveal'), row: count }),
  z.strictObject({ type: z.literal('suggestion'), row: count }),
]);
export type FromPage = z.infer<typeof fromPageSchema>;
export type PageView = z.infer<typeof view>;
export type LogQuery = z.infer<typeof logQuery>;

/** A percentage of a bar's width. */
const percent = z.number().check(z.gte(0), z.lte(100));
const level = z.enum(['fits', 'warns', 'over']);

/** A sentence with the next steps: where there is nothing to show, or something went wrong. */
const notice = z.object({
  text: z.string(),
  isFault: z.boolean(),
  actions: z.array(z.object({ label: z.string(), command: z.enum(PAGE_COMMANDS) })),
});

const table = z.object({ caption: z.string(), head: z.array(z.string()), rows: z.array(z.array(z.string())) });

const period = z.object({
  name: z.string(),
  /** `38 units of 60 units`. */
  sums: z.string(),
  left: z.string(),
  level,
  /** One after the other; `limitAt` is 100 unless more is used or wanted than allowed. */
  bar: z.object({ spent: percent, reserved: percent, request: percent, limitAt: percent }),
  /** The bar in words. */
  label: z.string(),
  lines: z.array(z.string()),
});

const boughtPackage = z.object({
  name: z.string(),
  left: z.string(),
  level,
  bar: percent,
  label: z.string(),
  lines: z.array(z.string()),
});

const requestRow = z.object({
  /** From 1. */
  line: count,
  title: z.string(),
  price: z.string(),
  note: z.string(),
  over: z.string(),
  isCurrent: z.boolean(),
});

const series = z.object({ name: z.string(), values: z.array(z.number()) });

const charts = z.object({
  /** The units that there are entries in. */
  units: z.array(z.object({ id: z.string(), label: z.string() })),
  unit: z.string(),
  range: z.enum(RANGES),
  days: z.array(z.string()),
  /** One for each model, the one with the most first; values in millionths, one for each day. */
  spend: z.object({ series: z.array(series), totals: z.array(z.string()), most: z.string(), table }),
  /** The running total of each day's month. */
  running: z.object({ values: z.array(z.number()), limit: z.nullable(z.number()), limitText: z.string(), most: z.string(), table }),
  projects: z.object({ rows: z.array(z.object({ name: z.string(), amount: z.string(), share: percent })), table }),
  notes: z.array(z.string()),
});

const sections = z.object({
  faults: z.array(notice),
  budget: z.object({ periods: z.array(period), notice: z.nullable(notice) }),
  packages: z.object({ items: z.array(boughtPackage), notes: z.array(z.string()), notice: z.nullable(notice) }),
  file: z.object({ name: z.string(), rows: z.array(requestRow), total: z.array(z.string()), notice: z.nullable(notice) }),
  charts: z.object({ shown: z.nullable(charts), notice: z.nullable(notice) }),
  suggestions: z.array(z.object({ line: count, title: z.string(), saving: z.string(), givesUp: z.string() })),
  footer: z.object({ lines: z.array(z.string()) }),
});

const logRow = z.object({
  /** Empty where it is too long to be asked for. */
  id: name,
  when: z.string(),
  what: z.string(),
  state: z.enum(['reserved', 'settled', 'released', 'expired']),
  stateName: z.string(),
  estimate: z.string(),
  charge: z.string(),
  /** Project, task and reason, where they are told. */
  detail: z.string(),
});

export const toPageSchema = z.discriminatedUnion('type', [
  /** The sections that changed, and at first the words of the page. */
  z.object({ type: z.literal('sections'), labels: z.optional(z.record(z.string(), z.string())), sections: z.partial(sections) }),
  z.object({
    type: z.literal('log'),
    query: logQuery,
    from: count,
    rows: z.array(logRow),
    /** How many pass the filters, and how many there are. */
    total: count,
    all: count,
    /** The sum of what passes the filters. */
    sums: z.array(z.string()),
    /** As they stand in the log, and as they are shown. */
    models: z.array(z.object({ id: name, label: z.string() })),
    projects: z.array(z.object({ id: name, label: z.string() })),
    notice: z.nullable(notice),
  }),
]);
export type ToPage = z.infer<typeof toPageSchema>;
export type Sections = z.infer<typeof sections>;
export type Notice = z.infer<typeof notice>;
export type Period = z.infer<typeof period>;
export type BoughtPackage = z.infer<typeof boughtPackage>;
export type RequestRow = z.infer<typeof requestRow>;
export type Charts = z.infer<typeof charts>;
export type Table = z.infer<typeof table>;
export type LogRow = z.infer<typeof logRow>;
export type LogWindow = Extract<ToPage, { type: 'log' }>;

const entryContext = z.object({ entryId: name });

/** The id of the entry that a menu of the page was opened on, or undefined where it was none. */
export function readEntryContext(raw: unknown): string | undefined {
  return entryContext.safeParse(raw).data?.entryId;
}

/** A message of the page, or undefined when it is none. */
export function readFromPage(raw: unknown): FromPage | undefined {
  return fromPageSchema.safeParse(raw).data;
}

/** A message of the editor, or undefined when it is none. */
export function readToPage(raw: unknown): ToPage | undefined {
  return toPageSchema.safeParse(raw).data;
}
