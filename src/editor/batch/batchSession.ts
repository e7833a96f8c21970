import * as vscode from 'vscode';
import { ACCOUNT_PROVIDER } from '../../account/address';
import { openBatchesOf } from '../../core/batch/batchId';
import type { ListDefaults } from '../../core/batch/listRow';
import type { BatchReport } from '../../presentation/batchReport';
import { releasedText } from '../../presentation/batchTexts';
import { MOST_REQUESTS, concurrencyOf, planRequests, sizeOf } from '../../service/batchPlan';
import type { BatchGround, BatchSource } from '../../service/batchPlan';
import { createBatchReading } from '../../service/batchReading';
import type { BatchReading, ReadFile } from '../../service/batchReading';
import { requestsOfCode, requestsOfList } from '../../service/batchSource';
import type { CostService } from '../../service/engine';
import type { LoadedEngine } from '../engineHost';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import type { LoadedUsage } from '../usageHost';
import { showBatch } from './batchPanel';
import { askChoices } from './choices';
import { readFileRequests } from './fileRequests';
import { gather } from './sources';
import type { Gathered } from './sources';

const ALL_TIME = { start: -Infinity, end: Infinity };

/** From the question which requests to the plan of them. */
export async function estimateBatch(context: FeatureContext): Promise<void> {
  const { engine, usage, settings } = context;
  const gathered = await gather(engine);
  if (!gathered) return;
  if (countOf(gathered) === 0) {
    void vscode.window.showInformationMessage(nothingText(gathered));
    return;
  }
  const loadedEngine = await engine.load();
  const { service } = loadedEngine;
  const choices = await askChoices(gathered, ACCOUNT_PROVIDER, settings.priceSchedule(), service);
  if (!choices) return;
  const reading = gathered.kind === 'files' ? readingOf(gathered.files, loadedEngine, Math.floor(MOST_REQUESTS / choices.copies)) : undefined;
  const source = sourceOf(gathered, choices, service, reading);
  if (sizeOf(source()) > MOST_REQUESTS) {
    void vscode.window.showErrorMessage(vscode.l10n.t('A plan is of {0} requests at most, and this is of {1}; split it, or use fewer copies.', MOST_REQUESTS, sizeOf(source())));
    return;
  }
  const plan = async (): Promise<BatchReport> => {
    const loaded = await usage.load();
    await loaded?.service.refresh();
    return planRequests(source(), groundOf(service, loaded, settings.resourcePackage()));
  };
  await showBatch(context, {
    title: vscode.l10n.t('Batch: {0}', gathered.name),
    plan,
    documentOf: gathered.documentOf,
    ...(reading ? { reading: { ...reading, soFar: () => planRequests(source(), { costs: service, limits: [], entries: [] }) } } : {}),
  });
}

function countOf(gathered: Gathered): number {
  switch (gathered.kind) {
    case 'list': return gathered.list.rows.length;
    case 'code': return gathered.found.length;
    case 'files': return gathered.files.length;
  }
}

function nothingText({ kind, name }: Gathered): string {
  return kind === 'files' ? vscode.l10n.t('No file with that pattern can hold a request.') : vscode.l10n.t('There is no Kling request in {0}.', name);
}

/** Reads files until there are so many requests. */
function readingOf(files: readonly vscode.Uri[], engine: LoadedEngine, most: number): BatchReading {
  const read = async (uri: vscode.Uri): Promise<ReadFile> => {
    const { requests, problems } = await readFileRequests(uri, engine);
    return { requests: requests.map(({ path, line, found }) => ({ path, line, subject: found })), problems };
  };
  return createBatchReading(files, read, most);
}

/** What is known of a batch when it is asked for. */
function sourceOf(gathered: Gathered, choices: ListDefaults, service: CostService, reading: BatchReading | undefined): () => BatchSource {
  if (gathered.kind === 'list') {
    const source = requestsOfList(gathered.list, choices, service);
    return () => source;
  }
  return () => {
    const source = requestsOfCode(gathered.kind === 'code' ? gathered.found : (reading?.found ?? []), choices, service);
    const partial = reading?.partial();
    return { ...source, problems: [...(reading?.problems ?? [])], ...(partial ? { partial } : {}) };
  };
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
  const counts = openBatchesOf(service.store.entries(ALL_TIME, Date.now()));
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
