import type { Costs } from '../core/account/costs';
import type { Deduction } from '../core/account/deduction';
import type { Stretch } from '../core/ledger/totals';
import { AccountError } from './accountError';
import { checkBaseUrl } from './address';
import { readCashPage, readCosts, readUnitPage } from './answers';
import type { Page } from './answers';
import { readCache, writeCache } from './cache';
import { createSigner } from './credentials';
import type { Credentials } from './credentials';
import type { Timers } from './pace';
import { problemOf } from './problemOf';
import { createSender, endpointOf } from './send';
import type { Call, Fetch } from './send';

/** What the client works with. Keep one client for one account: it is what holds the calls a second apart. */
export interface AccountClientOptions {
  /** `DEFAULT_BASE_URL` unless the user has another. Keys are sent there: never take it from a workspace that is not trusted. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly fetch: Fetch;
  readonly timers: Timers;
  /** Where the answer about packages is kept for an hour; it holds no key. */
  readonly cacheFile?: string;
}

/** The packages, and how we know. */
export interface CostsAnswer extends Costs {
  readonly fromCache: boolean;
  /** Why the answer could not be kept, in the system's words. */
  readonly cacheError?: string;
}

/** Every promise rejects with an AccountError when the provider's answer is not what is documented, or does not come. */
export interface AccountClient {
  /** `GET /account/costs`, asked at most once an hour. */
  readonly costs: () => Promise<CostsAnswer>;
  /** The answer that was kept last, however old; undefined when there is none. Asks nobody. */
  readonly lastCosts: () => Promise<Costs | undefined>;
  /** All pages of `POST /account/billing/package` and `/account/billing/balance` for tasks created in that stretch of time. */
  readonly deductions: (stretch: Stretch, progress?: (rows: number) => void) => Promise<Deduction[]>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Longer than any package holds, with the time until it takes effect. */
const WINDOW_DAYS = 400;
/** The most that a page can hold, by the documentation. */
const PAGE_ROWS = 500;
const MOST_PAGES = 2000;

/** The timers of the machine. */
export const systemTimers: Timers = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => { setTimeout(resolve, ms); }),
  timeout: (ms) => AbortSignal.timeout(ms),
};

/** A client of the provider's account API. Throws an AccountError for an address or a key that cannot be used. */
export function createAccountClient({ baseUrl, credentials, fetch, timers, cacheFile }: AccountClientOptions): AccountClient {
  const base = checkBaseUrl(baseUrl);
  const signer = createSigner(credentials);
  const send = createSender(base, signer, fetch, timers);
  const key = { address: base.href, account: signer.fingerprint };
  const kept = async (): Promise<Costs | undefined> => (cacheFile === undefined ? undefined : await readCache(cacheFile, key, timers.now()));

  async function askCosts(): Promise<CostsAnswer> {
    const askedAt = timers.now();
    const call: Call = {
      method: 'GET',
      path: '/account/costs',
      query: { start_time: String(askedAt - WINDOW_DAYS * DAY_MS), end_time: String(askedAt) },
    };
    const read = readCosts(await send(call), endpointOf(call));
    if ('answerCode' in read) {
      throw new AccountError(problemOf({ status: 200, answerCode: read.answerCode, detail: signer.redact(read.detail) }, signer.kind), endpointOf(call));
    }
    const answer = { packages: read, askedAt, fromCache: false };
    if (cacheFile === undefined) return answer;
    try {
      await writeCache(cacheFile, key, answer);
      return answer;
    } catch (error) {
      return { ...answer, cacheError: error instanceof Error ? error.message : String(error) };
    }
  }

  async function pages(path: string, stretch: Stretch, read: (data: unknown, now: number, endpoint: string) => Page, found: (rows: readonly Deduction[]) => void): Promise<void> {
    // A cursor stands for the whole question; the documentation has the other fields ignored beside it.
    let body: object = { start_time: stretch.start, end_time: stretch.end, limit: PAGE_ROWS };
    const cursors = new Set<string>();
    for (;;) {
      const call: Call = { method: 'POST', path, body };
      const { rows, next } = read(await send(call), timers.now(), endpointOf(call));
      found(rows);
      if (next === undefined) return;
      if (cursors.has(next)) throw new AccountError({ code: 'wrongShape', field: 'data.next_cursor', expected: 'nextPage', missing: false }, endpointOf(call));
      cursors.add(next);
      if (cursors.size >= MOST_PAGES) throw new AccountError({ code: 'tooManyPages', pages: MOST_PAGES }, endpointOf(call));
      body = { cursor: next };
    }
  }

  return {
    costs: async () => {
      const last = await kept();
      return last && timers.now() - last.askedAt < HOUR_MS ? { ...last, fromCache: true } : await askCosts();
    },
    lastCosts: kept,
    deductions: async (stretch, progress) => {
      const all: Deduction[] = [];
      const found = (rows: readonly Deduction[]): void => {
        for (const row of rows) all.push(row);
        progress?.(all.length);
      };
      await pages('/account/billing/package', stretch, readUnitPage, found);
      await pages('/account/billing/balance', stretch, readCashPage, found);
      return all;
    },
  };
}
