import type { Span } from '../text';
import type { Repetition } from './site';
import type { Origin, Place, Scalar } from './value';

/** What a request asks for, in the words of the command line and of the schedules. */
export const FEATURES = [
  'text2video', 'image2video', 'multi-image2video', 'multi-elements', 'video-extend', 'lip-sync', 'effects',
  'motion-control', 'omni-video', 'avatar', 'text-to-audio', 'video-to-audio', 'tts', 'image-generation',
  'multi-image2image', 'image-expand', 'virtual-try-on', 'image-recognize', 'identify-face',
  'custom-voice', 'ai-multi-shot',
] as const;
export type Feature = (typeof FEATURES)[number];

/**
 * The parameters that can decide a price. `mode` is std, pro or 4k; `resolution` 720p, 1080p, 1k, 2k or 4k;
 * `audio`, `voice`, `videoInput` and `referenceImage` are true or false; `durationSeconds` and `count` numbers.
 */
export const PARAMETERS = [
  'model', 'mode', 'resolution', 'durationSeconds', 'audio', 'voice', 'videoInput', 'referenceImage', 'count', 'scene',
] as const;
export type ParameterName = (typeof PARAMETERS)[number];

/** A parameter with the values it can have; no values mean that only the running program knows. */
export interface Parameter {
  readonly values: readonly Scalar[];
  readonly origin: Origin;
  /** The key and value in the document; absent for the API's defaults and for options of the command line. */
  readonly keySpan?: Span;
  readonly valueSpan?: Span;
  /** Where the value stands, when that is elsewhere. */
  readonly definedAt?: Place;
}

/** What one of several ids says; what it leaves open is not named. */
export type Together = Readonly<Partial<Record<'model' | 'mode' | 'videoInput', Scalar>>>;

/** Something the user should know about a request, whatever it costs. `values` fill the sentence. */
export type Remark =
  | { readonly code: 'modelSpelling'; readonly written: string; readonly official: string }
  | { readonly code: 'fieldIgnored'; readonly field: string; readonly why: 'model' | 'notOffered' }
  | { readonly code: 'wrongKey'; readonly field: string; readonly official: string }
  | { readonly code: 'retiredModel'; readonly model: string; readonly date: string }
  | { readonly code: 'scheduleNote'; readonly text: string };

/** A request with every price-relevant parameter filled in: from the text, from a default, or as runtime. */
export interface ResolvedRequest {
  readonly provider: string;
  readonly feature: Feature;
  readonly parameters: Readonly<Partial<Record<ParameterName, Parameter>>>;
  /** The parameters that were filled in with a default of the API; always shown. */
  readonly assumed: readonly ParameterName[];
  readonly remarks: readonly Remark[];
  readonly repetition?: Repetition;
  /** Values that only occur together, as those of one id of several do; absent when any can stand beside any. */
  readonly together?: readonly Together[];
  /** The most seconds it can have, where the request narrows what the API allows. */
  readonly longestSeconds?: number;
}

/** A request of a known provider whose feature or model the text does not tell. */
export interface UnresolvedRequest {
  readonly provider: string;
  readonly feature?: Feature;
  readonly parameters: Readonly<Partial<Record<ParameterName, Parameter>>>;
  readonly reason: 'ambiguousEndpoint' | 'unknownEndpoint';
  readonly detail: string;
}

export type Resolution =
  | { readonly kind: 'resolved'; readonly request: ResolvedRequest }
  | { readonly kind: 'unresolved'; readonly request: UnresolvedRequest };
