import { amountOf, parseAmount } from '../core/budget/amountText';
import { poolOf } from '../core/budget/verdict';
import type { Amount } from '../core/ledger/entry';
import type { PriceSchedule } from '../core/pricing/schedule';
import { modelKey } from '../core/pricing/catalog';
import { FEATURES } from '../core/request/resolved';
import { nearNames } from '../presentation/nearNames';
import type { AllowedModels, DuplicatePolicy, GuardPolicy } from './ports';

/** What the user allows besides the limits, as options and settings tell it. */
export interface PolicyValues {
  readonly unpriced?: GuardPolicy['unpriced'] | undefined;
  readonly ceilings?: readonly Amount[] | undefined;
  readonly models?: AllowedModels | undefined;
  readonly duplicates?: DuplicatePolicy['action'] | undefined;
  readonly duplicatesMinutes?: number | undefined;
  /** How many tasks may run at once, `package` for as many as the largest package lets; any number unless told. */
  readonly concurrency?: number | 'package' | undefined;
  /** Whether the guard asks for tasks by itself; unless told, only where so many may run at once. */
  readonly poll?: boolean | undefined;
  /** By upstream; what questions are signed with until a client's own key has passed. */
  readonly authorizations?: Readonly<Record<string, string>> | undefined;
}

export const DEFAULT_WINDOW_MINUTES = 10;

/** What the guard signs its own questions with, out of an environment. */
export function authorizationsOf({ KLING_API_KEY: kling, FAL_KEY: fal }: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return { ...(kling ? { kling: `Bearer ${kling}` } : {}), ...(fal ? { fal: `Key ${fal}` } : {}) };
}

const POLL_MS = 5_000;
/** A request that Kling has got is known to it by then. */
const GRACE_MS = 60_000;
const MOST_WAITING = 100;
const MOST_WAIT_MS = 60_000;
const MINUTE_MS = 60_000;

/** Without questions of its own the guard would keep a place for a task that nobody asks about, so that `concurrency` polls. */
export function policyOf({
  unpriced = 'refuse', ceilings, models, duplicates, duplicatesMinutes = DEFAULT_WINDOW_MINUTES, concurrency, poll = concurrency !== undefined, authorizations = {},
}: PolicyValues): GuardPolicy {
  return {
    unpriced,
    ...(ceilings ? { ceilings } : {}),
    ...(models ? { models } : {}),
    ...(duplicates ? { duplicates: { action: duplicates, windowMs: duplicatesMinutes * MINUTE_MS } } : {}),
    ...(concurrency === undefined ? {} : { slots: { running: concurrency, waiting: MOST_WAITING, waitMs: MOST_WAIT_MS } }),
    ...(poll ? { poll: { everyMs: POLL_MS, graceMs: GRACE_MS, authorizations } } : {}),
  };
}

/**
 * The most that one request may take: `10` is in video units, `500image-units` in those of another pool; of each pool
 * one. The answer is the text that is none of these, where there is one.
 */
export function readCeilings(texts: readonly string[]): readonly Amount[] | { readonly bad: string } {
  const ceilings: Amount[] = [];
  for (const text of texts) {
    const amount = /^\d+(?:\.\d{1,6})?$/.test(text.trim()) ? amountOf(text.trim(), 'units') : parseAmount(text);
    if (amount?.unit !== 'units' || ceilings.some((other) => poolOf(other) === poolOf(amount))) return { bad: text };
    ceilings.push(amount);
  }
  return ceilings;
}

/** A name that is none of a model or feature, with the names near it. */
export interface UnknownModel {
  readonly name: string;
  readonly near: readonly string[];
}

/** The models and features of these names, by whatever of their names they are asked for; or the first name that no price schedule and no feature has. */
export function readModels(names: readonly string[], schedules: readonly PriceSchedule[]): AllowedModels | UnknownModel {
  const models = schedules.flatMap((schedule) => schedule.models.map(({ id, aliases }) => [id, ...aliases]));
  const known = [...models, ...FEATURES.map((feature) => [feature])];
  const keys = new Set<string>();
  for (const name of names) {
    const meant = known.filter((each) => each.some((other) => modelKey(other) === modelKey(name)));
    if (meant.length === 0) return { name, near: nearNames(name, [...new Set(known.flat())]) };
    for (const each of meant.flat()) keys.add(modelKey(each));
  }
  return { names, keys };
}
