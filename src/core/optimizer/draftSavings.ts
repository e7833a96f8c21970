import { DEFAULT_POOL } from '../ledger/entry';
import type { Amount, Entry } from '../ledger/entry';
import { isoText } from '../ledger/timestamp';
import { fromMicros, multiply, toMicros } from '../money';
import type { Micros } from '../money';
import { FEATURES, PARAMETERS } from '../request/resolved';
import type { Feature, Parameter, ParameterName, ResolvedRequest } from '../request/resolved';
import type { PriceSchedule } from '../pricing/schedule';
import type { EstimateOptions } from '../estimate/estimateRequest';
import { estimateRequest } from '../estimate/estimateRequest';
import { casesOf, wholePrice, withValues } from './saving';

/** What was charged in mode std, beside what the same would have taken in pro by the schedule it was booked with. */
export interface DraftSavings {
  /** How many entries are compared. */
  readonly entries: number;
  /** What they take less, each unit and pool by itself. */
  readonly saved: readonly Amount[];
  /** The same in micro-dollars, at the price that each entry was booked at; absent where one has none. */
  readonly usdSaved?: Micros;
  /** How many entries in std cannot be compared, since the log does not tell enough of them. */
  readonly withoutComparison: number;
}

const UNKNOWN: Parameter = { values: [], origin: 'runtime' };
const DAY_LENGTH = 10;

/** The savings of the entries that were charged; undefined when none of them was in std. */
export function draftSavings(entries: readonly Entry[], schedules: readonly PriceSchedule[]): DraftSavings | undefined {
  const drafts = entries.filter(({ state, mode }) => state === 'settled' && /^std$|^standard$/i.test(mode ?? ''));
  if (drafts.length === 0) return undefined;
  const known = new Map<string, Micros | undefined>();
  const sums = new Map<string, Amount>();
  let [compared, usdSaved]: [number, Micros | undefined] = [0, 0];
  for (const entry of drafts) {
    const { amount, usd, provider, feature, model, durationSeconds, schedule } = entry;
    const date = isoText(entry.timestamp).slice(0, DAY_LENGTH);
    const key = JSON.stringify([amount, provider, feature, model, durationSeconds, schedule, date]);
    const saved = known.has(key) ? known.get(key) : savedBy(entry, schedules, date);
    known.set(key, saved);
    if (saved === undefined) continue;
    compared += 1;
    const sum = `${amount.unit} ${amount.pool ?? ''}`;
    sums.set(sum, { ...amount, quantity: (sums.get(sum)?.quantity ?? 0) + saved });
    const dollars = amount.unit === 'usd' ? saved : usd === undefined || amount.quantity === 0 ? undefined : toMicros(multiply(fromMicros(usd), fromMicros(saved)), fromMicros(amount.quantity));
    usdSaved = usdSaved === undefined || dollars === undefined ? undefined : usdSaved + dollars;
  }
  return { entries: compared, saved: [...sums.values()], ...(usdSaved === undefined ? {} : { usdSaved }), withoutComparison: drafts.length - compared };
}

/**
 * What pro would have taken more. The log does not keep every parameter: those it leaves out are any that come to
 * what was charged, and pro must come to one price with all of them.
 */
function savedBy(entry: Entry, schedules: readonly PriceSchedule[], date: string): Micros | undefined {
  const request = requestOf(entry);
  if (!request || entry.schedule === undefined) return undefined;
  const scheduleId = entry.schedule.split(' ', 1)[0] ?? '';
  const options: EstimateOptions = { schedules, date, scheduleId };
  const inPro = new Set<Micros | undefined>();
  for (const values of casesOf(request, options)) {
    const fixed = withValues(request, values);
    if (priceOf(fixed, entry, options) === entry.amount.quantity) inPro.add(priceOf(withValues(fixed, new Map([['mode', 'pro']])), entry, options));
  }
  const [pro] = inPro;
  return inPro.size === 1 && pro !== undefined && pro > entry.amount.quantity ? pro - entry.amount.quantity : undefined;
}

/** What a request takes in the unit and by the schedule of an entry. */
function priceOf(request: ResolvedRequest, { amount, schedule }: Entry, options: EstimateOptions): Micros | undefined {
  const price = wholePrice(estimateRequest(request, options).estimate);
  if (price?.status !== 'priced' || price.unit !== amount.unit || `${price.schedule.id} ${price.schedule.edition}` !== schedule) return undefined;
  return price.unit === 'units' && price.pool !== (amount.pool ?? DEFAULT_POOL) ? undefined : price.quantity.low;
}

/** The request of an entry, open where the log does not tell. */
function requestOf({ provider, feature, model, durationSeconds }: Entry): ResolvedRequest | undefined {
  const known = FEATURES.find((name): name is Feature => name === feature);
  if (provider === undefined || known === undefined || model === undefined) return undefined;
  const told = new Map<ParameterName, Parameter['values']>([['model', [model]], ['mode', ['std']], ['count', [1]]]);
  if (durationSeconds !== undefined) told.set('durationSeconds', [durationSeconds]);
  const parameters = PARAMETERS.filter((name) => name !== 'resolution').map((name): [ParameterName, Parameter] => {
    const values = told.get(name);
    return [name, values ? { values, origin: 'literal' } : UNKNOWN];
  });
  return { provider, feature: known, parameters: Object.fromEntries(parameters), assumed: [], remarks: [] };
}
