import * as vscode from 'vscode';
import { batchJson } from '../../presentation/batchJson';
import { readFromBatchPage } from '../../presentation/batchPage/messages';
import type { BatchCommand, BatchOrder, FromBatchPage, ToBatchPage } from '../../presentation/batchPage/messages';
import { batchPages } from '../../presentation/batchPage/rows';
import { batchSummary } from '../../presentation/batchPage/summary';
import type { BatchReport } from '../../presentation/batchReport';
import { batchCsv, batchMarkdown } from '../../presentation/batchTables';
import { releasedText } from '../../presentation/batchTexts';
import { reservationText } from '../../presentation/ledgerReport';
import type { BatchReading } from '../../service/batchReading';
import { draftsOf } from '../../service/batchReserve';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';
import { saveText } from '../saveText';
import { openWebviewPage } from '../webviewPage';
import { withUsage } from '../withUsage';

/** A batch that is shown, and how it is planned again. */
export interface ShownBatch {
  readonly title: string;
  readonly plan: () => Promise<BatchReport>;
  /** The document in which a row stands; by its path, or of a list by none. */
  readonly documentOf: (path: string | undefined) => vscode.Uri | undefined;
  /** Where files are still to be read: what is known so far. Once it has ended they are planned. */
  readonly reading?: Pick<BatchReading, 'run' | 'stop'> & { readonly soFar: () => BatchReport };
}

/** What is known so far is told no more often, and in a tenth of the time at most. */
const PAUSE_MS = 150;
const REST = 10;

/** A batch takes longer than a task; then what is still reserved counts as spent. */
const RESERVED_MS = 24 * 3_600_000;

/** Shows the plan of a batch in a tab of its own. */
export async function showBatch(context: FeatureContext, { title, plan, documentOf, reading }: ShownBatch): Promise<void> {
  const { extensionUri, log } = context;
  let report = reading ? reading.soFar() : await plan();
  let pages = batchPages(report, translate);
  let shown: { order: BatchOrder; from: number } = { order: { column: null, descending: false }, from: 0 };
  const panel = vscode.window.createWebviewPanel('klingCost.batch', title, vscode.ViewColumn.Active, { enableFindWidget: true });
  let isClosed = false;
  const tell = (): void => {
    if (isClosed) return;
    page.post(batchSummary(title, report, translate));
    page.post(pages.page(shown.order, shown.from));
  };
  const update = (next: BatchReport): void => {
    report = next;
    pages = batchPages(report, translate);
    tell();
  };

  /** Without a plan there is nothing to show: why is told elsewhere. */
  const showPlan = async (): Promise<void> => {
    try {
      update(await plan());
    } catch (error) {
      panel.dispose();
      throw error;
    }
  };
  const readOn = async ({ run, stop, soFar }: NonNullable<ShownBatch['reading']>): Promise<void> => {
    let nextAt = 0;
    try {
      await run(() => {
        const started = performance.now();
        if (started < nextAt) return;
        update(soFar());
        const ended = performance.now();
        nextAt = ended + Math.max(PAUSE_MS, REST * (ended - started));
      });
    } finally {
      stop();
      await showPlan();
    }
  };

  const commands: Readonly<Record<BatchCommand, () => Promise<void>>> = {
    stop: () => {
      reading?.stop();
      return Promise.resolve();
    },
    copy: async () => {
      await vscode.env.clipboard.writeText(batchMarkdown(report, translate));
      void vscode.window.showInformationMessage(vscode.l10n.t('The batch is on the clipboard, as Markdown.'));
    },
    export: () => exportBatch(report),
    planAgain: async () => { update(await plan()); },
    reserveAll: () => reserve(context, report, report.planned, update),
    reserveFitting: () => reserve(context, report, report.planned.filter(({ fits }) => fits), update),
    release: () => release(context, report, update),
  };
  const onMessage = (message: FromBatchPage): void => {
    switch (message.type) {
      case 'ready':
        shown = message;
        tell();
        break;
      case 'rows':
        shown = message;
        page.post(pages.page(message.order, message.from));
        break;
      case 'run':
        void guarded(log, 'Batch', commands[message.command]);
        break;
      case 'reveal':
        void guarded(log, 'Batch', async () => {
          const row = pages.find(message.id);
          const uri = row && documentOf(row.path);
          if (!row || !uri) return;
          const place = new vscode.Range((row.line ?? row.row) - 1, 0, (row.line ?? row.row) - 1, 0);
          await vscode.window.showTextDocument(uri, { selection: place, viewColumn: vscode.ViewColumn.Beside });
        });
        break;
    }
  };
  const page = openWebviewPage<FromBatchPage, ToBatchPage>(panel.webview, {
    name: 'batchPage', title, loading: vscode.l10n.t('Loading…'), extensionUri, read: readFromBatchPage, onMessage, log,
  });
  panel.onDidDispose(() => {
    isClosed = true;
    reading?.stop();
    page.dispose();
  });
  if (reading) void guarded(log, 'Batch', () => readOn(reading));
}

/** Sets requests aside in one step; says why where a limit refuses. */
function reserve(context: FeatureContext, report: BatchReport, requests: BatchReport['planned'], update: (report: BatchReport) => void): Promise<void> {
  return withUsage(context, 'Reserve Batch', async ({ service }) => {
    const now = Date.now();
    const project = vscode.workspace.workspaceFolders?.[0]?.name;
    const keepsPrompts = context.settings.raw('usageLog.prompt') === 'preview';
    const drafts = draftsOf(requests, { timestamp: now, keepsPrompts, ...(project === undefined ? {} : { project }) });
    const { id, verdict, entryIds, decidedBy } = await service.store.reserveAllIfFit(drafts, service.limitsInForce(), now + RESERVED_MS);
    if (id === undefined) {
      const why = reservationText({ verdict, ...(decidedBy ? { decidedBy } : {}) }, translate);
      void vscode.window.showWarningMessage(vscode.l10n.t('Nothing is reserved: {0}. Plan again.', why));
      return;
    }
    update({ ...report, reserved: { id, expiresAt: now + RESERVED_MS, entries: requests.map((request, index) => ({ request, id: entryIds[index] ?? '' })) } });
  });
}

function release(context: FeatureContext, report: BatchReport, update: (report: BatchReport) => void): Promise<void> {
  return withUsage(context, 'Release Batch', async ({ service }) => {
    const { reserved, ...rest } = report;
    if (!reserved) return;
    const released = await service.store.releaseAll(reserved.id);
    update(rest);
    void vscode.window.showInformationMessage(releasedText(reserved.id, released, translate));
  });
}

async function exportBatch(report: BatchReport): Promise<void> {
  const form = await vscode.window.showQuickPick(['CSV', 'JSON', 'Markdown'], { title: vscode.l10n.t('Export the batch as') });
  if (form === 'CSV') await saveText('kling-batch.csv', { CSV: ['csv'] }, batchCsv(report, translate));
  if (form === 'JSON') await saveText('kling-batch.json', { JSON: ['json'] }, `${JSON.stringify(batchJson(report, translate), null, 2)}\n`);
  if (form === 'Markdown') await saveText('kling-batch.md', { Markdown: ['md'] }, batchMarkdown(report, translate));
}
