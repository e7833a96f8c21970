import type { Span } from '../text';
import type { Field, FieldValue, Origin, Place } from './value';

/**
 * A URL, path or id as written; parts that only the running program knows stand as `{}`. A closed choice gives one
 * endpoint for each text, all with one span.
 */
export interface Endpoint {
  readonly text: string;
  readonly span: Span;
  /** Where the text comes from, and where it stands when that is elsewhere; absent when only read as a text. */
  readonly origin?: Origin;
  readonly definedAt?: Place;
}

/** How often one run of the code sends a request: a loop over a written list, or one whose length is not known. */
export interface Repetition {
  /** The known factor; 1 when no loop has a known length. */
  readonly times: number;
  /** Whether a loop of unknown length is around it, so that the price is for each request. */
  readonly open: boolean;
}

/** A place in a document that builds a request, as the text shows it and before any provider has read it. */
export interface RequestSite {
  /** The object or call that builds the request. */
  readonly span: Span;
  /** The part of its first line that a reader sees as its head: the variable, the key or the called name. */
  readonly head: Span;
  /** The call that sends it, when that is elsewhere. */
  readonly call?: Span;
  /** The called name with its receiver, such as `client.text_to_video`, when the request is a call. */
  readonly callee?: string;
  /** Whether the called function is the project's own, so that its code and not the API fills in what is left out. */
  readonly own?: boolean;
  /** The URL or path that the sending call names, when it is in sight. */
  readonly sentTo?: Endpoint;
  /** The URLs, paths and ids in reach, nearest first; `sentTo` among them. */
  readonly endpoints: readonly Endpoint[];
  readonly fields: readonly Field[];
  /** Arguments without a name, in order, when the request is a call. */
  readonly positional: readonly FieldValue[];
  /** Whether other fields may be there at run time: a spread, or a body that is built elsewhere. */
  readonly open: boolean;
  /** Whether it is a request on its way to its vendor, rather than code which may or may not send one. */
  readonly received?: true;
  /** The loops around the sending call; absent when there are none. */
  readonly repetition?: Repetition;
}

/** Something in a document that could not be read. */
export interface Problem {
  readonly code: 'syntax' | 'tooLarge' | 'tooComplex' | 'tooMany';
  readonly span: Span;
}
