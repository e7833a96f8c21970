import { estimateRequest } from '../estimate/estimateRequest';
import { chooseSchedule, findModel } from '../pricing/catalog';
import type { PriceSchedule } from '../pricing/schedule';
import { providers } from '../providers';
import type { ResolvedRequest } from '../request/resolved';
import { known } from './rule';
import type { Asked, OptimizerOptions, PlannedRequest } from './rule';
import { wholePrice, withValues } from './saving';
import type { Twin } from './suggestion';

/** The requests that have a whole price, with all that a rule may ask of them. */
export function askedOf(requests: readonly PlannedRequest[], options: OptimizerOptions): Asked[] {
  const first = new Map<string, number>();
  return requests.flatMap(({ request, estimate, fingerprint, loggedAt }, index): Asked[] => {
    const earlier = fingerprint === undefined ? undefined : first.get(fingerprint);
    if (fingerprint !== undefined && earlier === undefined) first.set(fingerprint, index);
    const whole = wholePrice(estimate);
    if (!whole || !('assumed' in request)) return [];
    const choice = chooseSchedule(options.schedules, request.provider, options.date, options.scheduleId);
    if (choice.kind !== 'inForce') return [];
    const twin: Twin | undefined =
      earlier !== undefined ? { kind: 'request', index: earlier } : loggedAt === undefined ? undefined : { kind: 'logged', timestamp: loggedAt };
    return [{
      index,
      request,
      estimate: whole,
      schedule: choice.schedule,
      wishes: options.wishes ?? {},
      options,
      ...(twin ? { twin } : {}),
      price: (values) => {
        const changed = wholePrice(estimateRequest(withValues(request, values), options).estimate);
        // What the API ignores is not what was asked for.
        const isIgnored = changed?.remarks.some((remark) => remark.code === 'fieldIgnored' && [...values.keys()].some((name) => name === remark.field));
        return isIgnored ? undefined : changed;
      },
      modelInstead: (id) => modelInstead(request, id, choice.schedule),
    }];
  });
}

/** The model as the request's provider would write it there. */
function modelInstead(request: ResolvedRequest, id: string, schedule: PriceSchedule): string | undefined {
  const written = known(request, 'model');
  const model = findModel(schedule, id);
  if (written === undefined || !model) return undefined;
  const provider = providers.find((item) => item.id === request.provider);
  return provider?.modelInstead ? provider.modelInstead(String(written), [model.id, ...model.aliases]) : model.id;
}
