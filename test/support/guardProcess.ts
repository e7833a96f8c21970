// A guard as a process of its own, with the engine's prices, and questions at short times where the last word is `polls`; says its port, and is ended by a signal.
import { parseAmount } from '../../src/core/budget/amountText';
import { providers } from '../../src/core/providers';
import { createRequestParser } from '../../src/parsers/createRequestParser';
import { startGuard } from '../../src/guard/guard';
import { readTarget } from '../../src/guard/target';
import { plainTranslate } from '../../src/presentation/translate';
import { createCostService } from '../../src/service/costService';
import { createResolutionPrices } from '../../src/service/resolutionPrices';
import { loadBundledSchedules } from '../../src/service/schedules';
import { createUsageService } from '../../src/service/usageService';
import { createJsonlStore } from '../../src/stores/jsonl';

const [, , file = '', upstream = '', port = '', limitText = '', polls = ''] = process.argv;
const amount = parseAmount(limitText);
if (!amount) throw new RangeError(limitText);
const store = createJsonlStore({ file });
const usage = createUsageService({
  store, plan: { limits: [{ period: 'monthly', amount, thresholds: [], onExceed: 'stop' }], timeZone: 'UTC', day: 'calendar', packages: [] }, schedules: loadBundledSchedules, now: Date.now,
});
const none = (): Promise<never> => Promise.reject(new RangeError('no text is read here'));
const parser = createRequestParser({ providers, loadRuntime: none, loadBytes: none });
const costs = createCostService({ parser, schedules: loadBundledSchedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => '2026-11-21' });
const guard = await startGuard({
  port: Number(port), targets: [readTarget(upstream)], price: createResolutionPrices(costs, 'proof', plainTranslate), usage, log: file, now: Date.now,
  policy: { unpriced: 'refuse', ...(polls === 'polls' ? { poll: { everyMs: 100, graceMs: 1_000, authorizations: { kling: 'Bearer k' } } } : {}) },
  onEvent: () => undefined,
  onFault: (error) => { process.stderr.write(`fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`); },
});
process.stdout.write(`${String(guard.port)}\n`);
process.once('SIGTERM', () => void guard.close());
