import type { Entry } from '../core/ledger/entry';
import { fingerprintOf, logKeysOf } from '../core/optimizer/fingerprint';
import type { LogKey } from '../core/optimizer/fingerprint';
import { requestHash } from '../stores/requestHash';
import type { UsageStore } from '../stores/store';
import type { EstimatedSite } from './estimatedSite';

/** When the log has a request, by what it keeps a digest of; the last time, in milliseconds since 1970. Refresh first. */
export function loggedRequests(store: Pick<UsageStore, 'entries'>, now: number): (key: LogKey) => number | undefined {
  const times = latestByHash(store.entries({ start: -Infinity, end: Infinity }, now));
  return (key) => times.get(requestHash(key));
}

/** Released entries failed: nothing was made. */
function latestByHash(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { requestHash: hash, timestamp, state } of entries) {
    if (hash !== undefined && state !== 'released') times.set(hash, Math.max(times.get(hash) ?? timestamp, timestamp));
  }
  return times;
}

/** The digest that the log keeps of a request; undefined where something of it is only known at run time. */
export function requestHashOf({ site, request }: EstimatedSite): string | undefined {
  const [key] = 'assumed' in request && fingerprintOf(site, request) !== undefined ? logKeysOf(site, request) : [];
  return key && requestHash(key);
}
