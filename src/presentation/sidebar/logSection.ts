import { localText } from '../../core/budget/period';
import type { Entry } from '../../core/ledger/entry';
import type { ListedEntries } from '../../core/ledger/list';
import { totalDollars } from '../budgetReport';
import { poolAmountText } from '../budgetTexts';
import { stateName } from '../entryLabel';
import { dollars } from '../numbers';
import type { Translate } from '../translate';
import { visible } from '../visible';
import type { LogQuery, LogRow, LogWindow } from './messages';

/** The rows from `from` up to `to` of what passes a query. */
export function logWindow(list: ListedEntries, query: LogQuery, { from, to }: { readonly from: number; readonly to: number }, zone: string, t: Translate): LogWindow {
  const notice = list.all > 0 || query.period !== 'all' ? null : {
    text: t('The usage log has no entry yet. It fills when a script, the terminal or this editor records what a request was charged.'),
    isFault: false,
    actions: [{ label: t('Record usage'), command: 'recordUsage' as const }],
  };
  const { totals } = list;
  return {
    type: 'log',
    query,
    from,
    rows: list.slice(from, to).map((entry) => rowOf(entry, zone, t)),
    total: list.total,
    all: list.all,
    sums: totals.entries === 0 ? [] : [
      ...totals.amounts.map(({ unit, pool, spent, reserved }) => poolAmountText({ quantity: spent + reserved, unit, ...(pool === undefined ? {} : { pool }) }, t)),
      totalDollars(totals, t),
    ],
    models: choices(list.models),
    projects: choices(list.projects),
    notice,
  };
}

/** A name that is longer than the page may ask for is left out of its choices. */
const isAskable = (name: string): boolean => name !== '' && name.length <= 1000;

const choices = (names: readonly string[]): LogWindow['models'] => names.filter(isAskable).map((id) => ({ id, label: visible(id) }));

function rowOf(entry: Entry, zone: string, t: Translate): LogRow {
  const { id, state, model, mode, feature, durationSeconds, project, taskId, reason } = entry;
  const what = [
    [model ?? feature ?? t('(not told)'), mode].filter((word) => word !== undefined).map(visible).join(' '),
    ...(durationSeconds === undefined ? [] : [t('{0} s', durationSeconds)]),
  ];
  return {
    id: isAskable(id) ? id : '',
    when: localText(entry.timestamp, zone),
    what: what.join(' · '),
    state,
    stateName: stateName(state, t),
    ...amountsOf(entry, t),
    detail: [project, taskId === undefined ? undefined : t('task {0}', visible(taskId)), reason].filter((word) => word !== undefined).map(visible).join(' · '),
  };
}

/** What it was estimated at, and what it was charged; a request that failed is not charged. */
function amountsOf({ state, amount, usd, estimated }: Entry, t: Translate): Pick<LogRow, 'estimate' | 'charge'> {
  const inDollars = usd === undefined || amount.unit === 'usd' ? '' : dollars(usd);
  const text = [poolAmountText(amount, t), inDollars].filter((part) => part !== '').join(' ≈ ');
  switch (state) {
    case 'reserved': return { estimate: text, charge: '' };
    case 'expired': return { estimate: text, charge: t('counts as spent') };
    case 'released': return { estimate: text, charge: t('not charged') };
    case 'settled': return { estimate: estimated ? poolAmountText(estimated, t) : '', charge: text };
  }
}
