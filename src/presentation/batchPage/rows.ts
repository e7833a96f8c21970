import { batchColumns } from '../batchTables';
import type { BatchColumn, BatchTableRow } from '../batchTables';
import type { BatchReport } from '../batchReport';
import { numberText } from '../numbers';
import type { Translate } from '../translate';
import { PAGE_ROWS } from './messages';
import type { BatchOrder, BatchRows } from './messages';

/** The rows of a batch in any order, a page at a time. */
export interface BatchPages {
  readonly columns: readonly BatchColumn[];
  readonly page: (order: BatchOrder, from: number) => BatchRows;
  /** The row of an id that a page was told. */
  readonly find: (id: number) => BatchTableRow | undefined;
}

/** Rows without a price stand first in every order. */
export function batchPages(report: BatchReport, t: Translate): BatchPages {
  const columns = batchColumns(report, t);
  const rows: readonly BatchTableRow[] = [...report.unpriced, ...report.planned];
  const inPlan = rows.map((_, id) => id);
  const cut = rows.findIndex((row) => !('why' in row) && !row.fits);
  let sorted = { key: '', ids: inPlan };

  const idsBy = (order: BatchOrder): readonly number[] => {
    const column = columns.find(({ id }) => id === order.column);
    if (!column) return inPlan;
    const key = JSON.stringify(order);
    if (sorted.key !== key) sorted = { key, ids: sort(rows, inPlan, column, order.descending) };
    return sorted.ids;
  };

  return {
    columns,
    page(order, from) {
      const ids = idsBy(order);
      const start = from < ids.length ? from : 0;
      const shown = ids.slice(start, start + PAGE_ROWS);
      const number = (value: number): string => numberText(value * 1_000_000);
      return {
        type: 'rows',
        order,
        from: start,
        total: ids.length,
        range: t('{0}–{1} of {2}', number(start + 1), number(start + shown.length), number(ids.length)),
        rows: shown.flatMap((id) => {
          const row = rows[id];
          if (!row) return [];
          return { id, cells: columns.map(({ cell }) => cell(row)), kind: 'why' in row ? 'unpriced' : row.fits ? 'fits' : 'over', isCut: order.column === null && id === cut };
        }),
      };
    },
    find: (id) => rows[id],
  };
}

function sort(rows: readonly BatchTableRow[], ids: readonly number[], { key }: BatchColumn, descending: boolean): number[] {
  const keys = rows.map(key);
  const unpriced = rows.map((row) => 'why' in row);
  const compare = (a: number, b: number): number => {
    if (unpriced[a] !== unpriced[b]) return unpriced[a] ? -1 : 1;
    const [one = '', other = ''] = [keys[a], keys[b]];
    const difference = typeof one === 'number' && typeof other === 'number' ? one - other : String(one) < String(other) ? -1 : Number(String(one) > String(other));
    return (descending ? -difference : difference) || a - b;
  };
  return [...ids].sort(compare);
}
