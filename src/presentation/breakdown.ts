import { usdOf } from '../core/estimate/amounts';
import type { DollarBasis, EstimateLine, PricedEstimate } from '../core/estimate/estimate';
import { decimal, toMicros } from '../core/money';
import { amountText, dollarRange, dollars, perOne } from './numbers';
import { choices } from './reasons';
import type { Subject } from './subject';
import type { Translate } from './translate';
import { parameterName } from './words';

/** A table of plain text; the first row is its head. Numbers stand right. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The columns that hold numbers. */
  readonly right: readonly number[];
}

/** What a price is made of: for a known price its lines, for a range both ends. */
export function breakdownTable(subject: Subject, estimate: PricedEstimate, t: Translate): TextTable {
  if (estimate.lines.length === 0) return rangeTable(subject, estimate, t);
  const billsDollars = estimate.unit === 'usd';
  const row = (name: string, quantity: number, usd: string | undefined): string[] =>
    billsDollars ? [name, dollars(quantity)] : [name, amountText(quantity, estimate.unit, t), ...(usd === undefined ? [] : [usd])];
  const rows = estimate.lines.map((line) => row(lineName(line, subject, estimate, t), line.quantity, lineDollars(subject, estimate, line)));
  if (rows.length > 1) rows.push(row(t('total'), estimate.quantity.low, estimate.usd && dollarRange(estimate.usd)));
  return { head: headOf(estimate, t), rows, right: [1, 2] };
}

function headOf({ unit, usd }: PricedEstimate, t: Translate): string[] {
  if (unit === 'usd') return [t('Part'), t('Dollars')];
  return [t('Part'), unit === 'units' ? t('Units') : t('Credits'), ...(usd ? [t('Dollars')] : [])];
}

function rangeTable({ request }: Subject, estimate: PricedEstimate, t: Translate): TextTable {
  const { low, high } = estimate.quantity;
  const ends = [
    [low === high ? t('where it is offered') : t('at least'), low, estimate.usd?.low] as const,
    ...(low === high ? [] : [[t('at most'), high, estimate.usd?.high] as const]),
  ];
  const rows: string[][] = ends.map(([name, quantity, usd]) => [
    name,
    amountText(quantity, estimate.unit, t),
    ...(usd === undefined || estimate.unit === 'usd' ? [] : [dollars(usd)]),
  ]);
  if (estimate.perSecond && estimate.unknowns.includes('durationSeconds')) {
    const { quantity, usd } = estimate.perSecond;
    rows.push([
      t('each second'),
      amountText(quantity, estimate.unit, t),
      ...(estimate.usd && estimate.unit !== 'usd' ? [usd === undefined ? '' : dollars(usd)] : []),
    ]);
  }
  const open = estimate.unknowns.map((name) => {
    const values = request.parameters[name]?.values ?? [];
    return values.length > 1 ? t('{0} {1}', parameterName(name, t), choices(name, values, t)) : parameterName(name, t);
  });
  const [part = '', ...columns] = headOf(estimate, t);
  return { head: [t('{0} (open: {1})', part, open.join('; ')), ...columns], rows, right: [1, 2] };
}

/** `base: 10 s × 0.5 units × 4`. */
function lineName(line: EstimateLine, subject: Subject, { unit }: PricedEstimate, t: Translate): string {
  const part = partName(line.part, t);
  const each = amountText(line.each, unit, t);
  const copies = line.count > 1 ? t(' × {0}', line.count) : '';
  switch (line.per) {
    case 'second':
      return t('{0}: {1} s × {2}', part, line.times, each) + copies;
    case 'startedSeconds':
      return t('{0}: {1} × {2}', part, stretches(line.times, subject, t), each) + copies;
    case 'image':
      return t('{0}: {1}', part, line.count > 1 ? t('{0} images × {1}', line.count, each) : t('1 image'));
    case 'call':
      return line.count > 1 ? t('{0}: {1}', part, each) + copies : part;
  }
}

/** `2 started 5 s`; without the length where the schedule has several. */
function stretches(times: number, { request, schedule }: Subject, t: Translate): string {
  const lengths = (schedule?.rates ?? []).flatMap(({ features, per }) =>
    typeof per === 'object' && features.some((feature) => feature === request.feature) ? [per.startedSeconds] : [],
  );
  const [length] = lengths;
  return length !== undefined && lengths.every((other) => other === length)
    ? t('{0} started {1} s', times, length)
    : t('{0} started', times);
}

function partName(part: EstimateLine['part'], t: Translate): string {
  switch (part) {
    case 'base': return t('base');
    case 'audio': return t('audio');
    case 'voice': return t('voice');
    case 'videoInput': return t('video input');
  }
}

function lineDollars({ schedule }: Subject, estimate: PricedEstimate, line: EstimateLine): string | undefined {
  const pool = schedule?.pools[estimate.pool];
  const usd = estimate.usd && pool && usdOf(line.quantity, pool, estimate.bases[0]?.package);
  return usd === undefined ? undefined : dollars(usd);
}

/** What the price is in dollars on every basis: `$0.14 per unit at list price: $1.40`. Empty where dollars are billed. */
export function basisTexts(estimate: PricedEstimate, t: Translate): string[] {
  if (estimate.unit === 'usd') return [];
  return estimate.bases.map((basis) => t('{0}: {1}', basisName(basis, estimate, t), dollarRange(basis.usd)));
}

function basisName(basis: DollarBasis, { unit }: PricedEstimate, t: Translate): string {
  const price = perOne(basis.unitPrice, unit, t);
  if (!basis.package) return t('{0} at list price', price);
  const { name, price: paid, units } = basis.package;
  const holds = amountText(toMicros(decimal(units)), unit, t);
  return t('{0} with {1} ({2} for {3})', price, name, dollars(toMicros(decimal(paid))), holds);
}
