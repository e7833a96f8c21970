import type { EstimateOptions } from '../estimate/estimateRequest';
import type { PackagesStanding } from '../budget/packages';
import type { Estimate, PricedEstimate } from '../estimate/estimate';
import type { Amount } from '../ledger/entry';
import type { PriceSchedule } from '../pricing/schedule';
import type { ParameterName, ResolvedRequest, UnresolvedRequest } from '../request/resolved';
import type { Scalar } from '../request/value';
import type { Advice, Change, Twin } from './suggestion';

/** What the user wants of the videos, as far as it is told. */
export interface Wishes {
  /** Where they are shown: a key of PLATFORM_MODES. */
  readonly platform?: string;
  /** What they are: a key of CONTENT_SECONDS. */
  readonly content?: string;
  /** The least quality: std, pro or 4k, or the name of a tier that the schedule has, such as `Enhanced`. */
  readonly quality?: string;
  /** The most that one request may cost. */
  readonly budget?: Amount;
  /** How much is planned in all, where that is not just what is looked at. */
  readonly volume?: Amount;
}

/** What is asked of the optimizer besides the requests. */
export interface OptimizerOptions extends EstimateOptions {
  readonly wishes?: Wishes;
  /** The ids of rules that are switched off. */
  readonly disabled?: ReadonlySet<string>;
  readonly packages?: PackagesStanding;
}

/** A request that is looked at, with what tells it from others. */
export interface PlannedRequest {
  readonly request: ResolvedRequest | UnresolvedRequest;
  readonly estimate: Estimate;
  /** The same for the same request; absent where something of it is only known at run time. */
  readonly fingerprint?: string;
  /** When the usage log has the same request, in milliseconds since 1970. */
  readonly loggedAt?: number;
}

/** A request that has a price, with all that a rule may ask of it. */
export interface Asked {
  readonly index: number;
  readonly request: ResolvedRequest;
  readonly estimate: PricedEstimate;
  readonly schedule: PriceSchedule;
  readonly wishes: Wishes;
  readonly options: EstimateOptions;
  /** Where the same request was met before. */
  readonly twin?: Twin;
  /** What it costs with some values changed; undefined where that has no known price. */
  readonly price: (values: ReadonlyMap<ParameterName, Scalar>) => PricedEstimate | undefined;
  /** The model as it would be written in place of the present one; undefined where the API takes it in no such request. */
  readonly modelInstead: (id: string) => string | undefined;
}

/** All requests together. */
export interface Plan {
  readonly requests: readonly PlannedRequest[];
  readonly asked: readonly Asked[];
  readonly wishes: Wishes;
  readonly options: EstimateOptions;
  /** The packages that were bought; absent where the log was not read. */
  readonly packages?: PackagesStanding;
}

/** A change that a rule would make; an empty list leaves the request out. */
export interface Proposal {
  readonly changes: readonly Change[];
  readonly extension?: PricedEstimate;
}

/** One way to pay less. */
export interface RuleDefinition {
  readonly id: string;
  /** Changes to one request. Whether they save anything, the price book tells. */
  readonly propose?: (asked: Asked) => readonly Proposal[];
  /** What is to be known about all of them. */
  readonly advise?: (plan: Plan) => readonly Advice[];
}

export function defineRule(definition: RuleDefinition): RuleDefinition {
  return definition;
}

/** The one known value of a parameter. */
export function known(request: ResolvedRequest, name: ParameterName): Scalar | undefined {
  const values = request.parameters[name]?.values;
  return values?.length === 1 ? values[0] : undefined;
}

/** A proposal that gives one parameter another value; none where it has that value, or no known one. */
export function changeTo(request: ResolvedRequest, parameter: ParameterName, to: Scalar): Proposal[] {
  const from = known(request, parameter);
  return from === undefined || from === to ? [] : [{ changes: [{ parameter, from, to }] }];
}
