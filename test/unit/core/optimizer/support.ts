// What the optimizer's tests share: requests by their parameters, and what is suggested for them.
import { estimateRequest } from '../../../../src/core/estimate/estimateRequest';
import { microsToText } from '../../../../src/core/money';
import { optimize } from '../../../../src/core/optimizer/optimize';
import type { Optimization, OptimizerOptions, PlannedRequest } from '../../../../src/core/optimizer/optimize';
import { providers } from '../../../../src/core/providers';
import type { Feature, Parameter, ParameterName } from '../../../../src/core/request/resolved';
import type { Scalar } from '../../../../src/core/request/value';
import { DATE, schedules } from '../../../support/engine';

export type Given = Readonly<Partial<Record<ParameterName, Scalar | readonly Scalar[]>>>;
export type Asking = Partial<OptimizerOptions>;

export const optionsOf = (asking: Asking = {}): OptimizerOptions => ({ schedules, date: DATE, ...asking });

/** A request as it would be written; an empty list of values is known at run time only. */
export function planned(given: Given, asking: Asking = {}, feature: Feature = 'text2video', provider = 'kling'): PlannedRequest {
  const parameters: Partial<Record<ParameterName, Parameter>> = {};
  for (const [name, value] of Object.entries(given)) {
    const values = Array.isArray(value) ? (value as Scalar[]) : [value as Scalar];
    parameters[name as ParameterName] = { values, origin: values.length === 0 ? 'runtime' : 'literal' };
  }
  const complete = providers.find(({ id }) => id === provider)?.complete;
  if (!complete) throw new Error(`no provider ${provider}`);
  return estimateRequest(complete(feature, parameters), optionsOf(asking));
}

export function optimizeOne(given: Given, asking: Asking = {}, feature?: Feature, provider?: string): Optimization {
  return optimize([planned(given, asking, feature, provider)], optionsOf(asking));
}

/** Each suggestion as `rule: mode=std saves 2`. */
export function offered(given: Given, asking: Asking = {}, feature?: Feature, provider?: string): string[] {
  return optimizeOne(given, asking, feature, provider).suggestions.map(({ rule, changes, saving }) => {
    const what = changes.map(({ parameter, to }) => `${parameter}=${String(to)}`).join(' ');
    const amounts = [...new Set([saving.quantity.low, saving.quantity.high])].map(microsToText).join('-');
    return `${rule}: ${what} saves ${amounts}`;
  });
}
