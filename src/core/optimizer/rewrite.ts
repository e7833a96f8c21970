import { modeOfResolution, resolutionOfMode } from '../estimate/cases';
import { findModel } from '../pricing/catalog';
import type { PriceSchedule } from '../pricing/schedule';
import { providers } from '../providers';
import type { Parameter, ResolvedRequest } from '../request/resolved';
import type { Scalar } from '../request/value';
import type { Span } from '../text';
import type { Change } from './suggestion';

/** A piece of a file and what stands there instead. */
export interface FileEdit {
  /** From the document's folder, with slashes; absent for the document itself. */
  readonly path?: string;
  readonly span: Span;
  readonly text: string;
}

/** Every word for a mode, by what it means. */
const MODE_WORDS: readonly (readonly [word: string, mode: string])[] = [
  ['std', 'std'], ['standard', 'std'], ['720p', 'std'], ['pro', 'pro'], ['professional', 'pro'], ['1080p', 'pro'], ['4k', '4k'], ['2160p', '4k'],
];
/** What is written for on, and in its place for off. */
const SWITCH_WORDS: Readonly<Record<string, string>> = {
  true: 'false', on: 'off', yes: 'no', native: 'off', enabled: 'disabled', '1': '0',
};

/**
 * The edit that makes one change where the value really stands, in the words that the old value is written in; only the
 * word itself is replaced, so that quotes, escapes and calls around it stay. Undefined where the value is not written as
 * one word, or in a way that has no other word. `textOf` gives the text of a file, the document's own for no path.
 */
export function editOf(
  request: ResolvedRequest,
  change: Change,
  schedule: PriceSchedule,
  textOf: (path: string | undefined) => string | undefined,
): FileEdit | undefined {
  const place = placeOf(request.parameters[change.parameter]);
  const text = place && textOf(place.path);
  if (!place || text === undefined) return undefined;
  const written = text.slice(place.start, place.end);
  for (const [word, instead] of wordsFor(request, change, schedule)) {
    const [at, ...more] = placesOf(word, written, change.parameter === 'durationSeconds');
    if (!at || more.length > 0) continue;
    const old = written.slice(at.start, at.end);
    const span = { start: place.start + at.start, end: place.start + at.end };
    return { ...(place.path === undefined ? {} : { path: place.path }), span, text: inCaseOf(old, instead) };
  }
  return undefined;
}

/** Where a value stands: where it is defined, else where it is used. */
function placeOf(parameter: Parameter | undefined): (Span & { readonly path?: string }) | undefined {
  return parameter?.definedAt ?? parameter?.valueSpan;
}

/** The words that the old value can be written with, each with the new one's. */
function wordsFor(request: ResolvedRequest, { parameter, from, to }: Change, schedule: PriceSchedule): (readonly [string, string])[] {
  switch (parameter) {
    case 'mode':
    case 'resolution':
      return modeWords(request, from, to);
    case 'durationSeconds':
    case 'count':
      return [[String(from), String(to)]];
    case 'model': {
      const model = findModel(schedule, String(from));
      const spellings = [String(from), ...(model ? [model.id, ...model.aliases] : [])];
      return [...new Set(spellings)].map((spelling) => [spelling, String(to)]);
    }
    case 'audio':
      return from === true && to === false ? Object.entries(SWITCH_WORDS) : [];
    default:
      return [];
  }
}

function modeWords({ provider }: ResolvedRequest, from: Scalar, to: Scalar): (readonly [string, string])[] {
  const [old, wanted] = [modeOfResolution(from), String(modeOfResolution(to))];
  const words = providers.find(({ id }) => id === provider)?.words;
  const resolution = String(resolutionOfMode(wanted));
  return MODE_WORDS.filter(([, mode]) => mode === old).map(([word]): [string, string] => {
    if (/p$/.test(word)) return [word, resolution];
    if (word === 'professional') return [word, wanted === 'std' ? 'standard' : wanted];
    if (word === '4k' && from !== old) return [word, resolution];
    return [word, to === wanted ? (words?.[wanted] ?? wanted) : resolution];
  });
}

/** Where a word stands by itself. */
function placesOf(word: string, text: string, isSeconds: boolean): Span[] {
  const escaped = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const end = isSeconds ? String.raw`(?=\s?(?:s|secs?|seconds?)?(?![\w.]))` : String.raw`(?![\w-]|\.\w)`;
  return [...text.matchAll(new RegExp(String.raw`(?<![\w.-])${escaped}${end}`, 'gi'))].map(({ index }) => ({ start: index, end: index + word.length }));
}

/** `True` becomes `False` and `PRO` becomes `STD`, as the old word is written. */
function inCaseOf(old: string, instead: string): string {
  const letters = old.replace(/[^a-z]/gi, '');
  if (letters.length < 2 || letters === letters.toLowerCase()) return instead;
  if (letters === letters.toUpperCase()) return instead.toUpperCase();
  return /^[A-Z][a-z]+$/.test(letters) ? instead.charAt(0).toUpperCase() + instead.slice(1) : instead;
}
