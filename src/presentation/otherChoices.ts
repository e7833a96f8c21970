import type { Neighbor } from '../core/estimate/neighbors';
import type { PricedEstimate } from '../core/estimate/estimate';
import { findModel } from '../core/pricing/catalog';
import type { TextTable } from './breakdown';
import { amountText, dollars, quantityText, signed } from './numbers';
import { usdBounds } from './subject';
import type { Subject } from './subject';
import type { Translate } from './translate';
import { phrase } from './words';

const MOST_MODELS = 4;

/** What the same request costs with one value changed; undefined when there is nothing to compare. */
export function otherChoices(subject: Subject, neighbors: readonly Neighbor[], t: Translate): TextTable | undefined {
  const { estimate } = subject;
  if (neighbors.length === 0) return undefined;
  const current = estimate.status === 'priced' ? estimate : undefined;
  const models = neighbors.filter(({ parameter }) => parameter === 'model');
  const chosen = [
    ...neighbors.filter(({ parameter }) => parameter !== 'model'),
    ...(current ? nearest(models, current) : models.slice(0, MOST_MODELS)),
  ];
  const dollarColumn = chosen.some((neighbor) => neighbor.estimate.unit !== 'usd' && neighbor.estimate.usd);
  const rows = chosen.map(({ parameter, value, estimate: other }) => {
    const usd = usdBounds(other);
    const name =
      parameter === 'model' ? (subject.schedule && findModel(subject.schedule, String(value))?.title) : undefined;
    return [
      name ?? phrase(parameter, value, t),
      quantityText(other.quantity, other.unit, t),
      ...(dollarColumn ? [usd ? dollars(usd.low) : ''] : []),
      ...(current ? [difference(current, other, t)] : []),
    ];
  });
  const head = [t('Other choices'), t('Price'), ...(dollarColumn ? [t('Dollars')] : []), ...(current ? [t('Difference')] : [])];
  return { head, rows, right: [1, 2, 3] };
}

function nearest(models: readonly Neighbor[], current: PricedEstimate): Neighbor[] {
  const distance = ({ estimate }: Neighbor): number => Math.abs(estimate.quantity.low - current.quantity.low);
  return models
    .filter((neighbor) => comparable(neighbor.estimate, current))
    .toSorted((a, b) => distance(a) - distance(b) || a.estimate.quantity.low - b.estimate.quantity.low)
    .slice(0, MOST_MODELS)
    .toSorted((a, b) => a.estimate.quantity.low - b.estimate.quantity.low);
}

function comparable(other: PricedEstimate, current: PricedEstimate): boolean {
  return other.pool === current.pool && other.unit === current.unit;
}

function difference(current: PricedEstimate, other: PricedEstimate, t: Translate): string {
  if (!comparable(other, current)) return '';
  const micros = other.quantity.low - current.quantity.low;
  return micros === 0 ? t('the same') : signed(micros, (amount) => amountText(amount, other.unit, t));
}
