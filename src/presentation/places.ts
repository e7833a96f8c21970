import { PARAMETERS } from '../core/request/resolved';
import type { Parameter } from '../core/request/resolved';
import { decidesPrice } from './subject';
import type { Subject } from './subject';
import { andList } from './translate';
import type { Translate } from './translate';
import { choices } from './reasons';
import { visible } from './visible';
import { parameterName, phrase } from './words';

/** Where a parameter's value stands, when not in the request: `line 12`, `settings.ts line 3`. */
export function placeText(parameter: Parameter | undefined, t: Translate): string | undefined {
  const { line, path } = parameter?.definedAt ?? {};
  if (line === undefined) return undefined;
  return path === undefined ? t('line {0}', line) : t('{0} line {1}', visible(path), line);
}

/** `Values: mode pro from line 12 and duration 10 s from settings.ts line 3.` Undefined when all stand in the request. */
export function placeSentence(subject: Subject, t: Translate): string | undefined {
  const texts = PARAMETERS.filter((name) => decidesPrice(subject, name)).flatMap((name) => {
    const parameter = subject.request.parameters[name];
    const place = placeText(parameter, t);
    const [first, ...more] = parameter?.values ?? [];
    if (place === undefined || first === undefined) return [];
    const value = more.length === 0 ? phrase(name, first, t) : t('{0} {1}', parameterName(name, t), choices(name, [first, ...more], t));
    return [t('{0} from {1}', value, place)];
  });
  return texts.length > 0 ? t('Values: {0}.', andList(texts, t)) : undefined;
}
