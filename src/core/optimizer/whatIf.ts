import { modeOfResolution } from '../estimate/cases';
import type { Condition } from '../estimate/cases';
import { offeredValues } from '../estimate/neighbors';
import { estimateRequest } from '../estimate/estimateRequest';
import { findModel } from '../pricing/catalog';
import type { ParameterName, ResolvedRequest } from '../request/resolved';
import type { Scalar } from '../request/value';
import { askedOf } from './asked';
import type { OptimizerOptions, PlannedRequest } from './rule';
import { difference, isComparable, wholePrice, withValues } from './saving';
import type { Change, Suggestion } from './suggestion';

/** A combination of values with its price. `saving` is below 0 for what costs more. */
export interface Choice extends Suggestion {
  readonly request: ResolvedRequest;
}

/** More combinations than this are too many to choose from. */
const MOST_CHOICES = 2000;
const VARIED: readonly ParameterName[] = ['model', 'mode', 'resolution', 'durationSeconds', 'audio'] satisfies readonly (ParameterName | Condition)[];

/**
 * Every combination of model, mode, duration and audio that has a price, the present one first and then the cheapest
 * first. Only values that are written somewhere are varied: the others could not be changed there.
 */
export function choicesOf(planned: PlannedRequest, options: OptimizerOptions): Choice[] {
  const [asked] = askedOf([planned], options);
  if (!asked) return [];
  const { request, schedule, estimate } = asked;
  let combinations: Change[][] = [[]];
  for (const [parameter, offered] of offeredValues(request, schedule, options.date)) {
    const changes = VARIED.includes(parameter) ? changesOf(request, parameter, offered) : [];
    combinations = combinations.flatMap((before) => [before, ...changes.map((change) => [...before, change])]).slice(0, MOST_CHOICES);
  }
  const choices = combinations.flatMap((changes): Choice[] => {
    const written = changes.flatMap((change): Change[] => {
      if (change.parameter !== 'model') return [change];
      if (findModel(schedule, String(change.from))?.id === change.to) return [];
      const to = asked.modelInstead(String(change.to));
      return to === undefined ? [] : [{ ...change, to }];
    });
    if (written.length < changes.length) return [];
    const changed = withValues(request, new Map(written.map(({ parameter, to }) => [parameter, to])));
    const after = changes.length === 0 ? estimate : wholePrice(estimateRequest(changed, options).estimate);
    if (!after || !isComparable(estimate, after)) return [];
    if (after.remarks.some((remark) => remark.code === 'fieldIgnored' && written.some(({ parameter }) => parameter === remark.field))) return [];
    const usd = estimate.usd && after.usd ? { usd: difference(estimate.usd, after.usd) } : {};
    return [{ rule: '', changes: written, before: estimate, after, saving: { quantity: difference(estimate.quantity, after.quantity), ...usd }, request: changed }];
  });
  const price = ({ after }: Choice): number => after?.quantity.high ?? 0;
  return choices.toSorted((a, b) => Number(a.changes.length > 0) - Number(b.changes.length > 0) || price(a) - price(b));
}

function changesOf(request: ResolvedRequest, parameter: ParameterName, offered: readonly Scalar[]): Change[] {
  const given = request.parameters[parameter];
  const [from, ...others] = given?.values ?? [];
  if (from === undefined || others.length > 0 || !(given?.definedAt ?? given?.valueSpan)) return [];
  return offered.filter((to) => to !== from && modeOfResolution(to) !== modeOfResolution(from)).map((to) => ({ parameter, from, to }));
}
