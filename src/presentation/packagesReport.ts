import type { PackageProblem } from '../core/budget/ownedPackages';
import type { PackageStanding, PackagesStanding, PackageState } from '../core/budget/packages';
import { localText } from '../core/budget/period';
import { isoText } from '../core/ledger/timestamp';
import { microsToText } from '../core/money';
import type { TextTable } from './breakdown';
import type { PackagesReportJson } from './budgetSchemas';
import { expiryText, lossText, packageAmount, packageProblemText, poolAmountText } from './budgetTexts';
import { csvLines } from './csv';
import { joinBlocks } from './hover';
import { markdownTable } from './markdownTable';
import { dollars } from './numbers';
import { alignedTable } from './table';
import type { Translate } from './translate';
import { escapeMarkdown, visible } from './visible';

const DAY_MS = 86_400_000;
const STEADY_DAYS = 7;

/** The packages that were bought, and what is wrong with them. */
export interface PackagesReport {
  readonly zone: string;
  readonly standing: PackagesStanding;
  readonly problems: readonly PackageProblem[];
}

export function packagesJson({ zone, standing, problems }: PackagesReport, t: Translate): PackagesReportJson {
  return {
    version: 1,
    timeZone: zone,
    packages: standing.packages.map(({ item, state, left, drawn, leftMs, losing, losingUsd, unitPrice }) => ({
      name: item.name,
      state,
      unit: item.size.unit,
      pool: item.size.pool ?? null,
      quantity: microsToText(item.size.quantity),
      left: microsToText(left),
      drawn: microsToText(drawn),
      leftAsOf: item.left ? isoText(item.left.asOf) : null,
      boughtAt: isoText(item.boughtAt),
      expiresAt: item.expiresAt === undefined ? null : isoText(item.expiresAt),
      daysLeft: leftMs === undefined ? null : Math.ceil(leftMs / DAY_MS),
      losing: losing === undefined ? null : microsToText(losing),
      losingUsd: losingUsd === undefined ? null : microsToText(losingUsd),
      usd: item.price === undefined ? null : microsToText(item.price),
      usdEach: unitPrice === undefined ? null : microsToText(unitPrice),
      concurrency: item.concurrency ?? null,
    })),
    paces: standing.paces.map(({ unit, pool, perDay, days }) => ({ unit, pool: pool ?? null, perDay: microsToText(perDay), days })),
    beyond: standing.beyond.map(({ quantity, unit, pool }) => ({ quantity: microsToText(quantity), unit, pool: pool ?? null })),
    concurrency: standing.concurrency ?? null,
    problems: problems.map((problem) => packageProblemText(problem, t)),
  };
}

/** For a terminal: the packages in the order of use, and what there is to say about them. */
export function packagesTable(report: PackagesReport, t: Translate): string {
  const { table, notes } = partsOf(report, t);
  const blocks = [table.rows.length > 0 ? alignedTable(table) : [], notes];
  return blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`).join('\n');
}

export function packagesMarkdown(report: PackagesReport, t: Translate): string {
  const { table, notes } = partsOf(report, t);
  return `${joinBlocks([
    table.rows.length > 0 ? markdownTable(table) : undefined,
    notes.length > 0 ? notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n') : undefined,
  ])}\n`;
}

/** One line for each package. Column names are not translated. */
export function packagesCsv(report: PackagesReport, t: Translate): string {
  return csvLines(
    ['name', 'state', 'unit', 'pool', 'quantity', 'left', 'drawn', 'left_as_of', 'bought_at', 'expires_at', 'days_left', 'losing', 'losing_usd', 'usd', 'usd_each', 'concurrency'],
    packagesJson(report, t).packages.map(({ leftAsOf, boughtAt, expiresAt, daysLeft, losingUsd, usdEach, ...same }) => ({
      ...same, left_as_of: leftAsOf, bought_at: boughtAt, expires_at: expiresAt, days_left: daysLeft, losing_usd: losingUsd, usd_each: usdEach,
    })),
  );
}

function partsOf({ zone, standing, problems }: PackagesReport, t: Translate): { table: TextTable; notes: string[] } {
  const { packages, paces, beyond, concurrency } = standing;
  return {
    table: {
      head: [t('Package'), t('State'), t('Left'), t('Of'), t('Each'), t('Bought'), t('Expires'), t('Days left'), t('Concurrent tasks')],
      rows: packages.map((row) => packageRow(row, zone, t)),
      right: [2, 3, 4, 7, 8],
    },
    notes: [
      ...(packages.length === 0 ? [t('No package is listed; add what you bought to klingCost.packages in .vscode/settings.json.')] : []),
      ...packages.flatMap((row) => {
        const warning = expiryText(row, paces, t);
        if (warning !== undefined) return [warning];
        // A few days tell little about a day that is far off.
        const loss = lossText(row, paces.filter(({ days }) => days >= STEADY_DAYS), t);
        return loss === undefined ? [] : [t('{0}: {1}', visible(row.item.name), loss)];
      }),
      ...packages
        .filter(({ state, left }) => state === 'expired' && left > 0)
        .map(({ item, left }) => t('{0}: {1} were forfeited when it expired; they neither roll over nor are they refunded', visible(item.name), packageAmount(left, item, t))),
      ...beyond.map((amount) => t('{0} were used beyond all packages', poolAmountText(amount, t))),
      ...(concurrency === undefined ? [] : [t('{0} tasks may run at once, as the highest active package allows', concurrency)]),
      ...(packages.length > 1 ? [t('That the package which expires first is used first is our assumption')] : []),
      ...problems.map((problem) => packageProblemText(problem, t)),
    ],
  };
}

function packageRow({ item, state, left, leftMs, unitPrice }: PackageStanding, zone: string, t: Translate): string[] {
  return [
    visible(item.name), packageStateText(state, t), packageAmount(left, item, t), packageAmount(item.size.quantity, item, t),
    unitPrice === undefined ? '' : dollars(unitPrice), localText(item.boughtAt, zone).slice(0, 10),
    item.expiresAt === undefined ? t('never') : localText(item.expiresAt, zone).slice(0, 10),
    leftMs === undefined ? '' : String(Math.ceil(leftMs / DAY_MS)), item.concurrency === undefined ? '' : String(item.concurrency),
  ];
}

/** What the state of a package is called. */
export function packageStateText(state: PackageState, t: Translate): string {
  switch (state) {
    case 'active': return t('active');
    case 'usedUp': return t('used up');
    case 'expired': return t('expired');
    case 'ahead': return t('not bought yet');
  }
}
