// What the page of a batch and the editor say to each other. Neither trusts the other: each message is checked.
// The small form of zod, since the page carries it.
import * as z from 'zod/mini';

/** How many rows the page shows at once. */
export const PAGE_ROWS = 200;

/** What the page may have the editor do; nothing else. */
export const BATCH_COMMANDS = ['stop', 'copy', 'export', 'planAgain', 'reserveAll', 'reserveFitting', 'release'] as const;
export type BatchCommand = (typeof BATCH_COMMANDS)[number];

export const BATCH_COLUMNS = ['row', 'place', 'priority', 'prompt', 'request', 'quantity', 'likely', 'dollars', 'fits', 'better', 'note'] as const;
export type BatchColumnId = (typeof BATCH_COLUMNS)[number];

const count = z.number().check(z.int(), z.gte(0));
/** In the order of the plan where no column is named. */
const order = z.strictObject({ column: z.nullable(z.enum(BATCH_COLUMNS)), descending: z.boolean() });

const fromBatchPage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), order, from: count }),
  z.strictObject({ type: z.literal('rows'), order, from: count }),
  z.strictObject({ type: z.literal('run'), command: z.enum(BATCH_COMMANDS) }),
  /** Shows where the request of this number stands, as the rows tell it. */
  z.strictObject({ type: z.literal('reveal'), id: count }),
]);
export type FromBatchPage = z.infer<typeof fromBatchPage>;
export type BatchOrder = z.infer<typeof order>;

const line = z.object({ text: z.string(), level: z.enum(['plain', 'fits', 'over']) });
const row = z.object({
  /** Names the request whatever the order. */
  id: count,
  cells: z.array(z.string()),
  kind: z.enum(['unpriced', 'fits', 'over']),
  /** Whether the money ends right before it, in the order of the plan. */
  isCut: z.boolean(),
});

const toBatchPage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('batch'),
    title: z.string(),
    headline: z.string(),
    lines: z.array(line),
    /** Where files are still read: how far, and how to end it. */
    progress: z.nullable(z.object({ text: z.string(), read: count, of: count, stop: z.string() })),
    changesTitle: z.string(),
    changes: z.array(z.string()),
    problemsTitle: z.string(),
    problems: z.array(z.string()),
    actions: z.array(z.object({ command: z.enum(BATCH_COMMANDS), label: z.string() })),
    columns: z.array(z.object({ id: z.enum(BATCH_COLUMNS), label: z.string(), isNumber: z.boolean() })),
    words: z.object({ table: z.string(), previous: z.string(), next: z.string(), planOrder: z.string(), cut: z.string() }),
  }),
  z.object({ type: z.literal('rows'), order, from: count, total: count, range: z.string(), rows: z.array(row) }),
]);
export type ToBatchPage = z.infer<typeof toBatchPage>;
export type BatchSummary = Extract<ToBatchPage, { type: 'batch' }>;
export type BatchRows = Extract<ToBatchPage, { type: 'rows' }>;

/** A message of the page, or undefined when it is none. */
export function readFromBatchPage(raw: unknown): FromBatchPage | undefined {
  return fromBatchPage.safeParse(raw).data;
}

/** A message of the editor, or undefined when it is none. */
export function readToBatchPage(raw: unknown): ToBatchPage | undefined {
  return toBatchPage.safeParse(raw).data;
}

/** The order that a page remembered, or that of the plan. */
export function readBatchOrder(raw: unknown): BatchOrder {
  return order.safeParse(raw).data ?? { column: null, descending: false };
}
