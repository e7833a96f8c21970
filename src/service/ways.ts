import type { PricedEstimate } from '../core/estimate/estimate';
import { editOf } from '../core/optimizer/rewrite';
import type { FileEdit } from '../core/optimizer/rewrite';
import { difference, isComparable, wholePrice } from '../core/optimizer/saving';
import type { Suggestion } from '../core/optimizer/suggestion';
import { contains } from '../core/text';
import type { EstimatedSite } from './estimatedSite';

/** A suggestion with the edits that follow it, tried on the text: its saving is what the rewritten text costs less. */
export interface Way {
  readonly suggestion: Suggestion;
  readonly edits: readonly FileEdit[];
  /** How many requests of the document the edits make cheaper. */
  readonly requests: number;
  /** Whether what is edited serves other places too, so that the user should see it first. */
  readonly isShared: boolean;
}

/** A text before and after: its own, and those of files that it imports from. */
export interface Rewriting {
  readonly text: string;
  readonly requests: readonly EstimatedSite[];
  /** A file's text, by its path from the document's folder; the document's own for no path. */
  readonly textOf: (path: string | undefined) => string | undefined;
  /** The requests of the rewritten text; undefined where it is broken where it was not before. */
  readonly reread: (edits: readonly FileEdit[]) => readonly EstimatedSite[] | undefined;
}

/** The suggestion as a way, or undefined where it cannot be written, or where the rewritten text costs something else. */
export function wayOf(suggestion: Suggestion, target: EstimatedSite, rewriting: Rewriting): Way | undefined {
  const { request, schedule } = target;
  if (!('assumed' in request) || !schedule || suggestion.changes.length === 0) return undefined;
  const edits: FileEdit[] = [];
  for (const change of suggestion.changes) {
    const edit = editOf(request, change, schedule, rewriting.textOf);
    if (!edit) return undefined;
    edits.push(edit);
  }
  const after = rewriting.reread(edits);
  const index = rewriting.requests.indexOf(target);
  const reached = after?.[index]?.estimate;
  if (after?.length !== rewriting.requests.length || reached?.status === 'unpriced') return undefined;
  const wanted = suggestion.after?.quantity;
  if (!reached || !wanted || reached.quantity.low !== wanted.low || reached.quantity.high !== wanted.high) return undefined;
  const saved = savedBy(rewriting.requests, after);
  if (saved === 'unclear') return undefined;
  // What costs the same otherwise changes this one request.
  const { requests, ...total } = saved ?? { saving: suggestion.saving, before: suggestion.before, requests: 1 };
  return { suggestion: { ...suggestion, ...total }, edits, requests, isShared: requests > 1 || isUsedElsewhere(target, suggestion, edits, rewriting.text) };
}

interface Saved extends Pick<Suggestion, 'saving' | 'before'> {
  readonly requests: number;
}

/** What all requests that changed cost less; undefined where none did, `unclear` where that is not one known amount. */
function savedBy(before: readonly EstimatedSite[], after: readonly EstimatedSite[]): Saved | 'unclear' | undefined {
  let saved: Saved | undefined;
  for (const [index, { estimate }] of before.entries()) {
    const other = after[index]?.estimate;
    if (JSON.stringify(priceOf(estimate)) === JSON.stringify(other && priceOf(other))) continue;
    const [old, now] = [wholePrice(estimate), other && wholePrice(other)];
    if (!old || !now || !isComparable(old, now) || (saved && !isComparable(saved.before, old))) return 'unclear';
    saved = sumOf(saved, old, now);
  }
  return saved;
}

function priceOf(estimate: EstimatedSite['estimate']): unknown {
  return estimate.status === 'unpriced' ? estimate.reason : [estimate.quantity, estimate.usd, estimate.unit, estimate.pool, estimate.refused];
}

function sumOf(sum: Saved | undefined, old: PricedEstimate, now: PricedEstimate): Saved {
  const add = <Amount extends { low: number; high: number }>(a: Amount | undefined, b: Amount): { low: number; high: number } =>
    ({ low: (a?.low ?? 0) + b.low, high: (a?.high ?? 0) + b.high });
  const usd = old.usd && now.usd ? difference(old.usd, now.usd) : undefined;
  const hasUsd = usd !== undefined && (!sum || sum.saving.usd !== undefined);
  const before = sum ? { ...sum.before, quantity: add(sum.before.quantity, old.quantity) } : old;
  return {
    before,
    saving: { quantity: add(sum?.saving.quantity, difference(old.quantity, now.quantity)), ...(hasUsd ? { usd: add(sum?.saving.usd, usd) } : {}) },
    requests: (sum?.requests ?? 0) + 1,
  };
}

/** Whether a value that stands elsewhere is in another file, or has a name that the text uses more than once. */
function isUsedElsewhere({ request, site }: EstimatedSite, { changes }: Suggestion, edits: readonly FileEdit[], text: string): boolean {
  if (edits.some(({ path }) => path !== undefined)) return true;
  return changes.some(({ parameter }, index) => {
    const { valueSpan } = request.parameters[parameter] ?? {};
    const edit = edits[index];
    if (!edit || contains(site.span, edit.span)) return false;
    const name = valueSpan && /[\p{L}\p{N}_$]+$/u.exec(text.slice(valueSpan.start, valueSpan.end))?.[0];
    if (name === undefined) return true;
    const uses = text.split(new RegExp(String.raw`(?<![\p{L}\p{N}_$])${name.replaceAll('$', String.raw`\$`)}(?![\p{L}\p{N}_$])`, 'u')).length - 1;
    // Once where it is defined, once in this request.
    return uses > 2;
  });
}

/** A text with edits that do not overlap. */
export function withEdits(text: string, edits: readonly FileEdit[]): string {
  return edits.toSorted((a, b) => b.span.start - a.span.start).reduce((result, { span, text: instead }) => result.slice(0, span.start) + instead + result.slice(span.end), text);
}

/** The path of a file that is told from the folder of another one, with slashes. */
export function fileBeside(path: string, relative: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
