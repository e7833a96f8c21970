import type { PackagesStanding } from '../core/budget/packages';
import type { PeriodStanding } from '../core/budget/usage';
import type { Judgement } from '../core/budget/verdict';
import type { UnpricedReason } from '../core/estimate/estimate';
import type { Amount, EntryDetails } from '../core/ledger/entry';
import type { Micros } from '../core/money';
import type { Resolution } from '../core/request/resolved';
import type { LimitInForce, UsageStore } from '../stores/store';
import type { RefusalName } from './refusal';

/** What a request will cost, as far as is known. */
export interface RequestPrice {
  /** `Kling v2.6 pro · 5 s`. */
  readonly title: string;
  readonly details: EntryDetails;
  /** The price, or the high end of its range; absent where nobody knows it. */
  readonly expected?: { readonly amount: Amount; readonly usd?: Micros };
  /** Whether it may take less than is expected. */
  readonly isRange?: boolean;
  /** Why there is no price. */
  readonly reason?: UnpricedReason;
}

/** Ledger and limits, as of now. */
export interface GuardUsage {
  readonly store: UsageStore;
  readonly limitsInForce: () => LimitInForce[];
  readonly standings: () => PeriodStanding[];
  readonly judge: (wanted: Amount) => Judgement[];
  readonly packages: () => PackagesStanding;
  readonly plan: () => { readonly timeZone: string };
}

/** Models and features that may be asked for. */
export interface AllowedModels {
  /** As the user wrote them. */
  readonly names: readonly string[];
  /** The `modelKey` of every name that they go by. */
  readonly keys: ReadonlySet<string>;
}

/** What happens to a request that says the same as another did a moment ago. */
export interface DuplicatePolicy {
  readonly action: 'warn' | 'refuse' | 'reuse';
  /** For how long a request is remembered, in milliseconds. */
  readonly windowMs: number;
}

/** How many tasks may run at once, `package` for as many as the largest package lets; and how many requests may wait for how long. */
export interface SlotLimits {
  readonly running: number | 'package';
  readonly waiting: number;
  readonly waitMs: number;
}

/** How the guard asks for tasks by itself. */
export interface PollOptions {
  /** Between two questions for one task, in milliseconds; each next time half as long again, up to a minute. */
  readonly everyMs: number;
  /** How long after its last answer a request that got none may still turn up, in milliseconds. */
  readonly graceMs: number;
  /** What to sign questions with until a client's own header has passed, by upstream. It is kept in memory only. */
  readonly authorizations: Readonly<Record<string, string>>;
}

/** What the user allows besides the limits. */
export interface GuardPolicy {
  /** What happens to a request whose price nobody knows. */
  readonly unpriced: 'refuse' | 'allow';
  /** The most that one request may take, in units of each pool; with some, what is billed in others is refused. */
  readonly ceilings?: readonly Amount[];
  /** What may be asked for; anything unless told. */
  readonly models?: AllowedModels;
  readonly duplicates?: DuplicatePolicy;
  readonly slots?: SlotLimits;
  /** Absent where the guard asks for no task by itself. */
  readonly poll?: PollOptions;
}

/** Something the guard did, for people to see. No header, body or key is ever in it. */
export type GuardEvent =
  /** A paid request, when it was answered; `isRange` says that it may take less than `amount`, `unknownModel` is the model that no price is known of. */
  | {
    readonly kind: 'sent'; readonly title: string; readonly status: number; readonly amount?: Amount; readonly isRange?: boolean;
    readonly unknownModel?: string; readonly taskId?: string; readonly warns: boolean;
  }
  | { readonly kind: 'refused'; readonly name: RefusalName; readonly title: string; readonly message: string }
  /** It says the same as another a moment ago, and is sent all the same, or answered with its task. */
  | { readonly kind: 'duplicate'; readonly title: string; readonly taskId?: string; readonly action: Exclude<DuplicatePolicy['action'], 'refuse'> }
  | { readonly kind: 'settled' | 'released'; readonly entryId: string; readonly taskId?: string; readonly amount: Amount; readonly reason?: string }
  /** Nobody knows whether the request got there; it stays reserved. */
  | { readonly kind: 'held'; readonly entryId: string; readonly title: string; readonly reason: string }
  | { readonly kind: 'fault'; readonly message: string };

export interface GuardPorts {
  /** Where the ledger is kept, for messages. */
  readonly log: string;
  readonly price: (resolution: Resolution) => RequestPrice;
  readonly usage: GuardUsage;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onEvent: (event: GuardEvent) => void;
}
