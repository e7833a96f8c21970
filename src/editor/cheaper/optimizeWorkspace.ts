import * as vscode from 'vscode';
import type { EstimatedSite } from '../../service/engine';
import type { LoadedEngine } from '../engineHost';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import { readFileRequests } from '../batch/fileRequests';
import { findFiles } from '../batch/workspaceFiles';
import { wishesOf } from './wishes';

interface Found {
  readonly requests: (EstimatedSite & { readonly path: string; readonly line: number })[];
  readonly problems: string[];
}

/** Shows every cheaper way for the requests of all files that are not ignored. */
export async function optimizeWorkspace({ engine: host, usage: usageHost, settings, reports }: FeatureContext): Promise<void> {
  const { engine, service, parser } = await host.load();
  const read = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Looking for cheaper ways'), cancellable: true },
    async (progress, token) => {
      const found = await findFiles('**/*', (path) => parser.languageOf(path) !== undefined, token);
      return found && (await readAll({ service, parser }, found.files, progress, token));
    },
  );
  if (!read) return;
  const usage = await usageHost.load();
  const packages = usage?.service.packages();
  const loggedAt = usage?.usage.loggedRequests(usage.service.store, Date.now());
  const wishes = { ...wishesOf(engine, settings), ...(packages ? { packages } : {}), ...(loggedAt ? { loggedAt } : {}) };
  const optimization = service.optimize(read.requests, wishes);
  const report = { date: service.today(), now: Date.now(), ...read, optimization };
  await reports.show(vscode.l10n.t('Cheaper Kling requests'), engine.optimizeMarkdown(report, translate));
}

/** The requests of files, and what could not be read; undefined when the user cancels. */
async function readAll(
  { service, parser }: Pick<LoadedEngine, 'service' | 'parser'>,
  files: readonly vscode.Uri[],
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  token: vscode.CancellationToken,
): Promise<Found | undefined> {
  const all: Found = { requests: [], problems: [] };
  for (const [index, uri] of files.entries()) {
    if (token.isCancellationRequested) return undefined;
    progress.report({ increment: 100 / files.length, message: vscode.l10n.t('{0} of {1} files', index + 1, files.length) });
    const { requests, problems } = await readFileRequests(uri, { service, parser });
    all.requests.push(...requests.map(({ found, ...place }) => ({ ...found, ...place })));
    all.problems.push(...problems);
  }
  return all;
}
