import type { ProviderDefinition } from '../core/providers/provider';
import type { Entry } from '../core/ledger/entry';
import type { Field, ObjectValue } from '../core/request/value';
import type { Micros } from '../core/money';
import type { Refusal } from './refusal';

/** What a task was charged, as its answer tells: units of a pool (the entry's own unless told), or dollars. */
export type Charge = { readonly units: Micros; readonly pool?: string } | { readonly usd: Micros };

/** How a task goes, out of an answer or a callback. */
export interface TaskReport {
  readonly taskId: string;
  /** The client's own name for it. */
  readonly externalId?: string;
  readonly state: 'running' | 'done' | 'failed';
  /** Absent where the answer does not tell; then the estimate stands. */
  readonly charge?: Charge;
  readonly reason?: string;
}

/** An answer of the upstream as data; `json` is undefined where the body is none. */
export interface Answer {
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly json: unknown;
}

/** What puts a program before the guard, to be pasted; `title` is its language or tool. */
export interface ClientLine {
  readonly title: string;
  readonly text: string;
}

/** An API that the guard stands before: one file each. */
export interface UpstreamDefinition {
  readonly id: string;
  readonly title: string;
  /** Where it is; nothing else is forwarded to, except this machine itself. */
  readonly origins: readonly [string, ...string[]];
  readonly provider: ProviderDefinition;
  /** Whether what is sent to a path, other than by GET, may be charged. */
  readonly isPaid: (path: string) => boolean;
  /** Whether a path is that of a request the provider knows; of another, its fields tell nothing. */
  readonly isKnown: (path: string) => boolean;
  /** The fields that the API reads of a body for a path: what it ignores must not decide a price. */
  readonly readFields: (path: string, body: ObjectValue) => readonly Field[];
  /** The client's own name for the task. */
  readonly externalId: (body: ObjectValue) => string | undefined;
  /** Whether answers to a path tell how tasks go. */
  readonly isTaskPath: (path: string) => boolean;
  readonly readTasks: (answer: Answer) => readonly TaskReport[];
  /** What an answer to a paid request that names no task says: nothing was made, or it is done already. */
  readonly outcomeOf: (answer: Answer) => 'refused' | 'done' | 'unknown';
  /** Where to ask for the task of an open entry, in the order to try; `sentTo` is the path of its request, where known. */
  readonly pollPaths: (entry: Entry, taskId: string, sentTo: string | undefined) => readonly string[];
  /** Where to ask for a task by the client's own name. */
  readonly pollExternal: (entry: Entry, externalId: string, sentTo: string | undefined) => readonly string[];
  /** The answer that a request would have got which made a task, for one that is not sent again. */
  readonly taskAnswer: (path: string, taskId: string, requestId: string) => unknown;
  /** The lines for programs that speak to the API, with the guard's address, such as `http://127.0.0.1:8787`. */
  readonly clientLines: (address: string) => readonly ClientLine[];
  /** The variables that programs read the API's address from, where they do; the commonest first. */
  readonly addressVariables: readonly string[];
  /** A refusal in the form of the API's own. */
  readonly refusalBody: (refusal: Refusal, requestId: string) => unknown;
}

export function defineUpstream(definition: UpstreamDefinition): UpstreamDefinition {
  return definition;
}
