import { REPORT_LAG_HOURS } from '../core/account/compare';
import type { PackageComparison } from '../core/account/compare';
import type { Bounds } from '../core/estimate/estimate';
import { timestampText } from '../core/ledger/timestamp';
import { microsToText } from '../core/money';
import type { AccountSyncJson } from './accountSchemas';
import type { TextTable } from './breakdown';
import { csvLines } from './csv';
import { markdownTable } from './markdownTable';
import { amountText, quantityText } from './numbers';
import { alignedTable } from './table';
import type { Translate } from './translate';
import { visible, visibleInFull } from './visible';

const MINUTE_MS = 60_000;
const DAY_LENGTH = 10;
const ISO_LENGTH = 23;

/** What Kling said of the packages, and when it was asked, in milliseconds since 1970. */
export interface SyncReport {
  readonly askedAt: number;
  readonly fromCache: boolean;
  readonly packages: readonly PackageComparison[];
}

export function syncJson({ askedAt, fromCache, packages }: SyncReport): AccountSyncJson {
  return {
    version: 1,
    askedAt: isoTime(askedAt),
    fromCache,
    lagHours: REPORT_LAG_HOURS,
    packages: packages.map(({ reported, pool, loggedSince, expected }) => ({
      id: reported.id,
      name: reported.name,
      ...(pool === undefined ? {} : { pool }),
      type: reported.type,
      status: reported.status,
      total: microsToText(reported.total),
      remaining: microsToText(reported.remaining),
      purchasedAt: isoTime(reported.purchasedAt),
      effectiveAt: isoTime(reported.effectiveAt),
      expiresAt: isoTime(reported.invalidAt),
      ...(loggedSince && { loggedSince: boundsText(loggedSince) }),
      ...(expected && { expected: boundsText(expected) }),
    })),
  };
}

/** For a terminal: a table, and how old its numbers may be. */
export function syncText(report: SyncReport, t: Translate): string {
  if (report.packages.length === 0) return `${t('Kling names no resource package of this account.')}\n`;
  return `${alignedTable(packagesTable(report, t)).join('\n')}\n\n${lagText(t)}\n`;
}

export function syncMarkdown(report: SyncReport, t: Translate): string {
  if (report.packages.length === 0) return `${t('Kling names no resource package of this account.')}\n`;
  return `${markdownTable(packagesTable(report, t))}\n\n${lagText(t)}\n`;
}

/** One line for each package. Column names are not translated. */
export function syncCsv(report: SyncReport): string {
  const columns = ['id', 'name', 'pool', 'type', 'status', 'total', 'remaining', 'asked_at', 'expires_at', 'logged_low', 'logged_high', 'expected_low', 'expected_high'] as const;
  const { askedAt, packages } = syncJson(report);
  return csvLines(
    columns,
    packages.map((item) => ({
      id: visibleInFull(item.id), name: visibleInFull(item.name), pool: item.pool, type: visibleInFull(item.type), status: visibleInFull(item.status),
      total: Number(item.total), remaining: Number(item.remaining), asked_at: askedAt, expires_at: item.expiresAt,
      logged_low: number(item.loggedSince?.low), logged_high: number(item.loggedSince?.high), expected_low: number(item.expected?.low), expected_high: number(item.expected?.high),
    })),
  );
}

/** `Kling said 412 units 9 hours ago, 14 units logged since: 398 units expected now`. */
export function packageSentence({ reported, ageMs, loggedSince, expected }: PackageComparison, t: Translate): string {
  const said = t('Kling said {0} {1}', amountText(reported.remaining, 'units', t), agoText(ageMs, t));
  if (!loggedSince || !expected) return said;
  const ends = [expected.low, expected.high].map((end) => amountText(end, 'units', t));
  // A dash between numbers below 0 would be read as another sign.
  const now = expected.low < 0 && expected.low < expected.high ? t('{0} to {1}', ...ends) : quantityText(expected, 'units', t);
  const since = loggedSince.low === 0 ? t('nothing') : amountText(loggedSince.low, 'units', t);
  if (loggedSince.low === loggedSince.high) {
    return loggedSince.low === 0 ? t('{0}, nothing logged since', said) : t('{0}, {1} logged since: {2} expected now', said, since, now);
  }
  const before = amountText(loggedSince.high - loggedSince.low, 'units', t);
  return t('{0}, {1} logged since and {2} in the {3} hours before, which it may not have counted yet: {4} expected now', said, since, before, REPORT_LAG_HOURS, now);
}

function lagText(t: Translate): string {
  return t('What Kling says is left may be {0} hours older. Packages that end sooner are taken to be used first.', REPORT_LAG_HOURS);
}

function packagesTable({ packages }: SyncReport, t: Translate): TextTable {
  return {
    head: [t('Package'), t('State'), t('Held'), t('Ends'), t('Left')],
    rows: packages.map((item) => [
      visible(item.reported.name),
      statusText(item.reported.status, t),
      amountText(item.reported.total, 'units', t),
      isoTime(item.reported.invalidAt).slice(0, DAY_LENGTH),
      item.pool === undefined && item.reported.status === 'online' ? t('{0}; its name does not tell which units it holds', packageSentence(item, t)) : packageSentence(item, t),
    ]),
    right: [2],
  };
}

/** The documented states in words; another as it is. */
function statusText(status: string, t: Translate): string {
  switch (status) {
    case 'toBeOnline': return t('not in use yet');
    case 'online': return t('in use');
    case 'expired': return t('expired');
    case 'runOut': return t('used up');
    default: return visible(status);
  }
}

/** `just now`, `5 minutes ago`, `9 hours ago`, `3 days ago`. */
export function agoText(ms: number, t: Translate): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return t('just now');
  if (minutes < 60) return minutes === 1 ? t('a minute ago') : t('{0} minutes ago', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours === 1 ? t('an hour ago') : t('{0} hours ago', hours);
  return t('{0} days ago', Math.floor(hours / 24));
}

/** UTC, as in `2026-11-21T12:00:00.000Z`. */
export function isoTime(ms: number): string {
  return `${timestampText(ms).slice(0, ISO_LENGTH)}Z`;
}

function boundsText({ low, high }: Bounds): { low: string; high: string } {
  return { low: microsToText(low), high: microsToText(high) };
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
