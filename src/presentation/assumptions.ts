import { resolutionOfMode } from '../core/estimate/cases';
import { PARAMETERS } from '../core/request/resolved';
import type { ParameterName } from '../core/request/resolved';
import { decidesPrice, isAssumed, onlyValue, standsInCode } from './subject';
import type { Subject } from './subject';
import { andList } from './translate';
import type { Translate } from './translate';
import { choices } from './reasons';
import { parameterName, phrase, valueText } from './words';

const ON_THE_LENS: readonly ParameterName[] = ['model', 'mode', 'resolution', 'durationSeconds'];

/** Every parameter that was filled in and decides the price, each as `mode std (API default)`. */
export function assumptionTexts(subject: Subject, t: Translate): string[] {
  const { request } = subject;
  return PARAMETERS.filter((name) => isAssumed(request, name) && decidesPrice(subject, name)).flatMap((name) => {
    const parameter = request.parameters[name];
    const [first, ...more] = parameter?.values ?? [];
    if (first === undefined) return [];
    const what =
      more.length === 0
        ? phrase(name, first, t)
        : t('{0} {1}', parameterName(name, t), choices(name, [first, ...more], t));
    if (standsInCode(parameter)) return [t('{0} (fallback in the code)', what)];
    if (!isScheduleDefault(subject, name)) return [t('{0} (API default)', what)];
    const size = name === 'mode' ? resolutionOfMode(first) : first;
    return size === first
      ? [t('{0} (default of the price schedule)', what)]
      : [t('{0}, which is {1} (default of the price schedule)', what, valueText('resolution', size, t))];
  });
}

/**
 * The assumed values that decide the price, short: `default: kling-v1, std, 5 s`, and apart from them what the code
 * falls back on where a variable of the environment, an argument or the like is not set. Undefined when there are none.
 */
export function shortDefaults(subject: Subject, t: Translate): string | undefined {
  // Sound stands on the lens only where there is some.
  const shown: readonly ParameterName[] = onlyValue(subject.request, 'audio') === true ? [...ON_THE_LENS, 'audio'] : ON_THE_LENS;
  const assumed = shown.filter((name) => isAssumed(subject.request, name) && decidesPrice(subject, name));
  const valuesOf = (names: readonly ParameterName[]): string =>
    names
      .flatMap((name) => {
        const value = onlyValue(subject.request, name);
        if (value === undefined) return [];
        // A schedule with tiers may call one of them Pro as well: its own default is told by its size.
        const told = name === 'mode' && isScheduleDefault(subject, name) ? resolutionOfMode(value) : value;
        return [name === 'audio' ? phrase(name, told, t) : valueText(name, told, t)];
      })
      .join(', ');
  const inCode = (name: ParameterName): boolean => standsInCode(subject.request.parameters[name]);
  const fallbacks = valuesOf(assumed.filter(inCode));
  const defaults = valuesOf(assumed.filter((name) => !inCode(name)));
  const texts = [
    fallbacks === '' ? [] : t('fallback in the code: {0}', fallbacks),
    defaults === '' ? [] : t('default: {0}', defaults),
  ].flat();
  return texts.length > 0 ? texts.join('; ') : undefined;
}

/** One sentence with every assumption; undefined when there are none. */
export function assumptionSentence(subject: Subject, t: Translate): string | undefined {
  const texts = assumptionTexts(subject, t);
  return texts.length > 0 ? t('Assumed: {0}.', andList(texts, t)) : undefined;
}

function isScheduleDefault({ request, schedule }: Subject, name: ParameterName): boolean {
  const { feature } = request;
  const row = schedule?.defaults.find((item) => feature !== undefined && item.features.includes(feature));
  const value = name === 'model' ? row?.model : name === 'mode' || name === 'resolution' ? row?.mode : undefined;
  return value !== undefined;
}
