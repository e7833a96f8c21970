// Priced requests for the tests of sentences.
import { kling } from '../../../src/core/providers/kling';
import type { Feature, Parameter, ParameterName } from '../../../src/core/request/resolved';
import type { Scalar } from '../../../src/core/request/value';
import { scheduleSchema } from '../../../src/core/pricing/schedule';
import type { PriceSchedule } from '../../../src/core/pricing/schedule';
import type { Subject } from '../../../src/presentation/subject';
import { createCostService } from '../../../src/service/costService';
import type { CostService, CostSettings } from '../../../src/service/costService';
import { DATE, parser, schedules } from '../../support/engine';

export type Given = Partial<Record<ParameterName, Scalar | readonly Scalar[] | Parameter>>;

export function service(settings: Partial<CostSettings> = {}, today = DATE): CostService {
  return createCostService({
    parser,
    schedules: () => schedules,
    settings: { priceSchedule: '', resourcePackage: '', ...settings },
    today: () => today,
  });
}

/** `'?'` stands for a value that only the running program knows, a list for a closed choice. */
export function parametersOf(given: Given): Partial<Record<ParameterName, Parameter>> {
  const parameters: Partial<Record<ParameterName, Parameter>> = {};
  for (const [name, value] of Object.entries(given)) parameters[name as ParameterName] = parameterOf(value);
  return parameters;
}

function parameterOf(value: Scalar | readonly Scalar[] | Parameter): Parameter {
  if (value === '?') return { values: [], origin: 'runtime' };
  if (value === null || typeof value !== 'object') return { values: [value], origin: 'literal' };
  return 'origin' in value ? value : { values: value, origin: 'literal' };
}

/** A Kling request that is given by its parameters, priced. */
export function subject(feature: Feature, given: Given, settings: Partial<CostSettings> = {}, today = DATE): Subject {
  return service(settings, today).estimate(kling.complete(feature, parametersOf(given)));
}

/** A small schedule of one's own, with what a test wants changed. */
export function ownSchedule(changes: Partial<Record<keyof PriceSchedule, unknown>> = {}): PriceSchedule {
  return scheduleSchema.parse({ ...OWN_SCHEDULE, ...changes });
}

export const OWN_SCHEDULE = {
  id: 'own',
  edition: '1',
  title: 'Our contract',
  providers: ['kling'],
  effectiveFrom: '2026-01-01',
  sources: { contract: { title: 'Contract 17', date: '2026-01-01', kind: 'own' } },
  pools: { video: { unit: 'usd', source: 'contract' } },
  models: [{ id: 'kling-v2-6', title: 'Kling v2.6', aliases: [] }],
  rates: [
    { features: ['text2video'], models: ['kling-v2-6'], when: { mode: ['pro'] }, per: 'second', quantity: '0.07', pool: 'video', source: 'contract' },
  ],
};
