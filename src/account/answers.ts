import * as z from 'zod';
import type { ReportedPackage } from '../core/account/costs';
import type { Deduction } from '../core/account/deduction';
import type { Expected } from '../core/account/fault';
import { modeOfResolution } from '../core/estimate/cases';
import { decimalOf, parseDecimal, toMicros } from '../core/money';
import type { Micros } from '../core/money';
import { FEATURES } from '../core/request/resolved';
import { AccountError } from './accountError';

// A package of this many units would cost more than a hundred million dollars; millionths of it are still exact.
const MOST_UNITS = 1_000_000_000;
// So that the sum of as many charges as can be read is still a plain number.
const MOST_CHARGED = 1_000_000;
/** The end of the year 9999: later dates have no common text. */
const LAST_TIME = 253_402_300_799_999;
const DAY_MS = 86_400_000;
const LONGEST_TEXT = 500;

function checked<T>(expected: Expected, read: (value: unknown) => T | undefined) {
  return z.unknown().optional().transform((value, context): T => {
    const result = read(value);
    if (result !== undefined) return result;
    context.addIssue({ code: 'custom', params: { expected, missing: value === undefined || value === null } });
    return z.NEVER;
  });
}

/** A quantity as a number or as decimal text, which the same API uses elsewhere. */
const micros = (least: number, most: number) =>
  checked('amount', (value) => {
    const number = typeof value === 'number' ? value : typeof value === 'string' && parseDecimal(value) ? Number(value) : NaN;
    return number >= least && number <= most ? toMicros(decimalOf(number)) : undefined;
  });

function timeOf(value: unknown, latest: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= latest ? number : undefined;
}

const time = checked('time', (value) => timeOf(value, LAST_TIME));
const text = checked('text', (value) => (typeof value === 'string' && value.length <= LONGEST_TEXT ? value : undefined));
const id = checked('text', (value) => (typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT ? value : undefined));
/** Null and empty text stand for absent; `undefined` would be a wrong value. */
const optionalText = checked('text', (value) => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' && value.length <= LONGEST_TEXT ? value : undefined;
});
const optionalSeconds = checked('seconds', (value) => {
  if (value === undefined || value === null || value === '') return 0;
  const seconds = typeof value === 'number' || (typeof value === 'string' && parseDecimal(value)) ? Number(value) : NaN;
  return seconds >= 0 && seconds <= MOST_CHARGED ? seconds : undefined;
});

/**
 * `data` of `GET /account/costs`, as the provider's page "Account Information Inquiry" (klingai.com/document-api,
 * copies of March to autumn 2026) has it: an envelope in the envelope, with a code of its own.
 */
const costsData = z.object({
  code: z.number().nullish(),
  msg: z.string().nullish(),
  resource_pack_subscribe_infos: z
    .array(
      z.object({
        resource_pack_name: text,
        resource_pack_id: id,
        resource_pack_type: optionalText,
        total_quantity: micros(0, MOST_UNITS),
        remaining_quantity: micros(-MOST_UNITS, MOST_UNITS),
        purchase_time: time,
        effective_time: time,
        invalid_time: time,
        status: text,
      }),
    )
    .nullish(),
});

const charge = (now: number) => ({
  task_id: id,
  deduction_time: checked('pastTime', (value) => timeOf(value, now + DAY_MS)),
  deduction_amount: micros(0, MOST_CHARGED),
  product_function: optionalText,
  model_name: optionalText,
  resolution: optionalText,
  duration: optionalSeconds,
});

/** The name of a pool or the code of a currency; it becomes a part of the ledger and of its sums. */
const name = (form: RegExp) => checked('other', (value) => (typeof value === 'string' && form.test(value) ? value : undefined));
const pool = name(/^[a-z][a-z-]{0,39}$/);
const currency = name(/^[A-Z]{3}$/);

/** A page of a ledger: 500 rows at most, and a cursor that goes on while there are more. */
function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    result: z.object({ detail: z.array(row).nullish() }).nullish(),
    next_cursor: optionalText,
    has_more: z.boolean().nullish(),
  });
}

const remainder = micros(-MOST_UNITS, MOST_UNITS).nullish();

/** `data` of `POST /account/billing/package`: page "Unit Deduction Detail" (kling.ai/document-api, copy of autumn 2026). */
const unitPage = (now: number) =>
  pageOf(z.object({ ...charge(now), product_type: pool, package_id: optionalText, unit_before_deduction: remainder }));

/** `data` of `POST /account/billing/balance`: page "Balance Deduction Detail", same origin. */
const cashPage = (now: number) => pageOf(z.object({ ...charge(now), currency, balance_before_deduction: remainder }));

/** One page of deductions, with the cursor of the next. */
export interface Page {
  readonly rows: readonly Deduction[];
  readonly next?: string;
}

/** The refusal inside an accepted answer. */
export interface InnerRefusal {
  readonly answerCode: number;
  readonly detail: string;
}

/** The packages of `GET /account/costs`. Throws an AccountError that names the field that is not right. */
export function readCosts(data: unknown, endpoint: string): readonly ReportedPackage[] | InnerRefusal {
  const answer = parse(costsData, data, endpoint);
  if (answer.code) return { answerCode: answer.code, detail: answer.msg ?? '' };
  return (answer.resource_pack_subscribe_infos ?? []).map((item) => ({
    name: item.resource_pack_name,
    id: item.resource_pack_id,
    type: item.resource_pack_type,
    total: item.total_quantity,
    remaining: item.remaining_quantity,
    purchasedAt: item.purchase_time,
    effectiveAt: item.effective_time,
    invalidAt: item.invalid_time,
    status: item.status,
  }));
}

/** A page of charges in units. Throws an AccountError that names the field that is not right. */
export function readUnitPage(data: unknown, now: number, endpoint: string): Page {
  const page = parse(unitPage(now), data, endpoint);
  return pageFrom(page, endpoint, (row) => ({
    ...common(row),
    from: { pool: row.product_type, packageId: row.package_id },
    ...beforeOf(row.unit_before_deduction),
  }));
}

/** A page of charges in money. Throws an AccountError that names the field that is not right. */
export function readCashPage(data: unknown, now: number, endpoint: string): Page {
  const page = parse(cashPage(now), data, endpoint);
  return pageFrom(page, endpoint, (row) => ({
    ...common(row),
    from: { currency: row.currency },
    ...beforeOf(row.balance_before_deduction),
  }));
}

function pageFrom<Row>(
  page: { result?: { detail?: Row[] | null | undefined } | null | undefined; next_cursor: string; has_more?: boolean | null | undefined },
  endpoint: string,
  read: (row: Row) => Deduction,
): Page {
  const rows = (page.result?.detail ?? []).map(read);
  if (!page.has_more) return { rows };
  if (page.next_cursor === '') throw new AccountError({ code: 'wrongShape', field: 'data.next_cursor', expected: 'nextPage', missing: true }, endpoint);
  return { rows, next: page.next_cursor };
}

function beforeOf(before: Micros | null | undefined): { before?: Micros } {
  return before === undefined || before === null ? {} : { before };
}

type Charge = z.output<z.ZodObject<ReturnType<typeof charge>>>;

function common(row: Charge): Omit<Deduction, 'from'> {
  const feature = featureOf(row.product_function);
  return {
    taskId: row.task_id,
    at: row.deduction_time,
    quantity: row.deduction_amount,
    ...(feature === '' ? {} : { feature }),
    ...(row.model_name === '' ? {} : { model: row.model_name }),
    ...(row.resolution === '' ? {} : { mode: String(modeOfResolution(row.resolution)) }),
    ...(row.duration === 0 ? {} : { durationSeconds: row.duration }),
  };
}

/** `Image to Video` is `image2video`; what is not one of our features stays as it is. */
function featureOf(name: string): string {
  const word = name.toLowerCase().replaceAll(' to ', '2').replaceAll(' ', '-');
  return FEATURES.find((feature) => feature === word) ?? name;
}

const EXPECTED_OF_ZOD: Readonly<Record<string, Expected>> = { number: 'number', string: 'text', array: 'list', object: 'object', boolean: 'yesNo' };

function parse<Schema extends z.ZodType>(schema: Schema, data: unknown, endpoint: string): z.output<Schema> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = ['data', ...(issue?.path ?? [])].map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('').slice(1);
  const told = issue?.code === 'custom' ? issue.params : undefined;
  const expected = told ? (told['expected'] as Expected) : issue?.code === 'invalid_type' ? (EXPECTED_OF_ZOD[issue.expected] ?? 'other') : 'other';
  const missing = told ? told['missing'] === true : data === undefined || data === null;
  throw new AccountError({ code: 'wrongShape', field, expected, missing }, endpoint);
}
