import { chooseSchedule } from '../../core/pricing/catalog';
import type { PriceSchedule } from '../../core/pricing/schedule';
import type { Translate } from '../translate';
import { visible } from '../visible';
import type { Sections } from './messages';

/** The schedules that the shown prices are from; where none is shown, those in force on `date` (YYYY-MM-DD). */
export function footerSection(used: readonly PriceSchedule[], all: readonly PriceSchedule[], date: string, t: Translate): Sections['footer'] {
  const inForce = (): PriceSchedule[] =>
    all.flatMap(({ providers }) => providers).flatMap((provider) => {
      const choice = chooseSchedule(all, provider, date);
      return choice.kind === 'inForce' ? [choice.schedule] : [];
    });
  const shown = new Set(used.length > 0 ? used : inForce());
  return { lines: [...shown].map((schedule) => scheduleLine(schedule, t)) };
}

/** `Prices: kling-api 2026, from 2026-02-01; official`. */
function scheduleLine({ id, edition, effectiveFrom, sources }: PriceSchedule, t: Translate): string {
  const name = visible(`${id} ${edition}`);
  const dates = Object.values(sources).flatMap(({ date, readOn }) => date ?? readOn ?? []).sort();
  const since = effectiveFrom === null ? t('Prices: {0}', name) : t('Prices: {0}, in force from {1}', name, effectiveFrom);
  const latest = dates.at(-1);
  return latest === undefined ? since : t('{0}; newest source {1}', since, latest);
}
