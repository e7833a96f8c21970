import * as vscode from 'vscode';
import { ACCOUNT_PROVIDER } from '../../account/address';
import { isOfBatch } from '../../core/batch/batchId';
import type { BatchReport } from '../../presentation/batchReport';
import { releasedText } from '../../presentation/batchTexts';
import { MOST_REQUESTS, concurrencyOf, planRequests, sizeOf } from '../../service/batchPlan';
import type { BatchGround, BatchSource } from '../../service/batchPlan';
import { requestsOfCode, requestsOfList } from '../../service/batchSource';
import type { CostService } from '../../service/engine';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import type { LoadedUsage } from '../usageHost';
import { showBatch } from './batchPanel';
import { askChoices } from './choices';
import { gather } from './sources';

const ALL_TIME = { start: -Infinity, end: Infinity };

/** From the question which requests to the plan of them. */
export async function estimateBatch(context: FeatureContext): Promise<void> {
  const { engine, usage, settings } = context;
  const gathered = await gather(engine);
  if (!gathered) return;
  const count = gathered.kind === 'list' ? gathered.list.rows.length : gathered.found.length;
  if (count === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no Kling request in {0}.', gathered.name));
    return;
  }
  const { service } = await engine.load();
  const choices = await askChoices(count, gathered.kind === 'list', ACCOUNT_PROVIDER, settings.priceSchedule(), service);
  if (!choices) return;
  const source: BatchSource = gathered.kind === 'list' ? requestsOfList(gathered.list, choices, service) : requestsOfCode(gathered.found, choices, service);
  if (sizeOf(source) > MOST_REQUESTS) {
    void vscode.window.showErrorMessage(vscode.l10n.t('A plan is of {0} requests at most, and this is of {1}; split it, or use fewer copies.', MOST_REQUESTS, sizeOf(source)));
    return;
  }
  const plan = async (): Promise<BatchReport> => {
    const loaded = await usage.load();
    await loaded?.service.refresh();
    return planRequests(source, groundOf(service, loaded, settings.resourcePackage()));
  };
  await showBatch(context, { title: vscode.l10n.t('Batch: {0}', gathered.name), plan, documentOf: gathered.documentOf });
}

/** What the batch is held against: limits, packages and log, where there is a place for them. */
function groundOf(costs: CostService, loaded: LoadedUsage | undefined, packageId: string): BatchGround {
  const concurrency = packageId === '' ? undefined : concurrencyOf(packageId, costs.schedules(), costs.today());
  const own = concurrency === undefined ? {} : { concurrency };
  if (!loaded) return { costs, limits: [], entries: [], ...own };
  const { store, limitsInForce, packages } = loaded.service;
  const standing = packages();
  return {
    costs,
    limits: limitsInForce().map((limit) => ({ limit, totals: store.totals(limit.stretch, Date.now()) })),
    ...(standing.packages.length > 0 ? { packages: standing } : {}),
    ...own,
    entries: store.entries(ALL_TIME, Date.now()),
  };
}

/** Asks which batch that is still reserved to give back. */
export async function releaseBatch({ service }: LoadedUsage): Promise<void> {
  await service.refresh();
  const counts = new Map<string, number>();
  for (const { id, state } of service.store.entries(ALL_TIME, Date.now())) {
    const batch = isOfBatch(id) ? id.slice(0, id.lastIndexOf('/')) : undefined;
    if (batch !== undefined && (state === 'reserved' || state === 'expired')) counts.set(batch, (counts.get(batch) ?? 0) + 1);
  }
  if (counts.size === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No batch is reserved.'));
    return;
  }
  const items = [...counts].map(([id, open]) => ({ label: id, description: open === 1 ? vscode.l10n.t('1 request still reserved') : vscode.l10n.t('{0} requests still reserved', open), id }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which batch is given back?') });
  if (!chosen) return;
  const released = await service.store.releaseAll(chosen.id);
  void vscode.window.showInformationMessage(releasedText(chosen.id, released, translate));
}
