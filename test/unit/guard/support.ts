// A guard before a local server, with a ledger in a folder of its own, and the engine's own prices.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseAmount } from '../../../src/core/budget/amountText';
import type { Limit } from '../../../src/core/budget/limit';
import type { Entry } from '../../../src/core/ledger/entry';
import { plainTranslate } from '../../../src/presentation/translate';
import { startGuard } from '../../../src/guard/guard';
import type { Guard, GuardOptions } from '../../../src/guard/guard';
import type { GuardEvent, RequestPrice } from '../../../src/guard/ports';
import { readTarget } from '../../../src/guard/target';
import { createCostService } from '../../../src/service/costService';
import { createResolutionPrices } from '../../../src/service/resolutionPrices';
import { createUsageService } from '../../../src/service/usageService';
import type { UsageService } from '../../../src/service/usageService';
import { createJsonlStore } from '../../../src/stores/jsonl';
import { DATE, parser, schedules } from '../../support/engine';
import { startKlingServer } from '../../support/klingServer';
import type { KlingServer } from '../../support/klingServer';
import type { Resolution } from '../../../src/core/request/resolved';

/** A moment of the day that the expectations are for. */
export const NOW = Date.parse(`${DATE}T12:00:00Z`);

/** A client that speaks to a guard, with a key that must not be kept. */
export const SECRET = 'Bearer the-very-secret-key';
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly code?: number; readonly message?: string; readonly request_id?: string; readonly data?: Record<string, unknown> };
}
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(url, {
    method: 'POST', headers: { authorization: SECRET, 'content-type': 'application/json', ...headers }, body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Reply['body'] };
}
export async function get(url: string): Promise<Record<string, unknown>> {
  return (await (await fetch(url, { headers: { authorization: SECRET } })).json()) as Record<string, unknown>;
}

const costs = createCostService({ parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => DATE });
export const price: (resolution: Resolution) => RequestPrice = createResolutionPrices(costs, 'test', plainTranslate);

export interface GuardBench {
  readonly guard: Guard;
  readonly url: string;
  readonly usage: UsageService;
  readonly file: string;
  readonly events: GuardEvent[];
  readonly faults: unknown[];
  readonly entries: () => Promise<readonly Entry[]>;
}

export function limit(text: string, onExceed: Limit['onExceed'] = 'stop'): Limit {
  const amount = parseAmount(text);
  if (!amount) throw new RangeError(text);
  return { period: 'daily', amount, thresholds: [0.8], onExceed };
}

export function createFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-cost-guard-'));
  return { folder, remove: () => { fs.rmSync(folder, { recursive: true, force: true }); } };
}

/** Starts a guard; the ledger is `kling_usage.jsonl` of the folder, as it is. */
export async function startBench(upstream: string, folder: string, limits: readonly Limit[], options: Partial<GuardOptions> = {}): Promise<GuardBench> {
  const file = path.join(folder, 'kling_usage.jsonl');
  const store = createJsonlStore({ file, now: () => NOW });
  const usage = createUsageService({ store, plan: { limits, timeZone: 'UTC', day: 'calendar', packages: [] }, schedules: () => schedules, now: () => NOW });
  const events: GuardEvent[] = [];
  const faults: unknown[] = [];
  const guard = await startGuard({
    port: 0, targets: [readTarget(upstream)], policy: { unpriced: 'refuse' }, price, usage, log: file, now: () => NOW,
    onEvent: (event) => events.push(event), onFault: (fault) => faults.push(fault), ...options,
  });
  const entries = async (): Promise<readonly Entry[]> => {
    const fresh = createJsonlStore({ file, now: () => NOW });
    await fresh.refresh();
    return fresh.entries({ start: -Infinity, end: Infinity }, NOW);
  };
  return { guard, url: `http://127.0.0.1:${guard.port}`, usage, file, events, faults, entries };
}

export const T2V = '/v1/videos/text2video';
/** 2.5 units. */
export const PRO_5 = { model_name: 'kling-v2-6', mode: 'pro', duration: '5', prompt: 'a cat' };
export const taskId = ({ body }: Reply): string => String(body.data?.['task_id'] ?? body.data?.['id']);

/** A guard before a local Kling. */
export interface GuardSetUp {
  kling: KlingServer;
  bench: GuardBench;
  readonly folder: string;
  /** Starts a guard on the log of the folder, as it is. */
  readonly start: (limits: readonly Limit[], options?: Partial<GuardOptions>) => Promise<void>;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Reply>;
  readonly get: (path: string) => Promise<Record<string, unknown>>;
}

/** Gives each test of a `describe` a local Kling and an empty folder, and ends the guard that it has started; no fault may be left. */
export function useGuard(): GuardSetUp {
  let place: ReturnType<typeof createFolder>;
  const setUp = {
    get folder() { return place.folder; },
    start: async (limits, options = {}) => { setUp.bench = await startBench(setUp.kling.url, place.folder, limits, options); },
    post: (path, body, headers) => post(setUp.bench.url + path, body, headers),
    get: (path) => get(setUp.bench.url + path),
  } as GuardSetUp;
  beforeEach(async () => {
    setUp.kling = await startKlingServer();
    place = createFolder();
  });
  afterEach(async () => {
    await setUp.bench.guard.close();
    await setUp.kling.close();
    place.remove();
    assert.deepEqual(setUp.bench.faults, []);
  });
  return setUp;
}
