import type * as vscode from 'vscode';
import type { EstimatedSite, OptimizerWishes, SourceText, Way } from '../../service/engine';
import type { EngineHost } from '../engineHost';
import { pathOf } from '../nearFiles';
import type { Settings } from '../settings';
import { wishesOf } from './wishes';

/** The ways for a request of a document; tried once for each version of it. */
export interface CheaperWays {
  readonly of: (document: vscode.TextDocument, request: EstimatedSite, requests: readonly EstimatedSite[]) => Promise<readonly Way[]>;
}

export function createCheaperWays(host: EngineHost, settings: Settings): CheaperWays {
  // Keyed by the answer's own object: a new version, price or day gives a new one.
  const known = new WeakMap<EstimatedSite, { readonly wishes: string; readonly ways: Promise<readonly Way[]> }>();
  return {
    async of(document, request, requests) {
      const { engine } = await host.load();
      const wishes = wishesOf(engine, settings);
      const key = JSON.stringify([wishes.wishes, [...(wishes.disabled ?? [])]]);
      const before = known.get(request);
      if (before?.wishes === key) return await before.ways;
      const ways = find(host, wishes, document, request, requests);
      known.set(request, { wishes: key, ways });
      ways.catch(() => known.delete(request));
      return await ways;
    },
  };
}

async function find(
  host: EngineHost,
  wishes: OptimizerWishes,
  document: vscode.TextDocument,
  request: EstimatedSite,
  requests: readonly EstimatedSite[],
): Promise<readonly Way[]> {
  const { service } = await host.load();
  return await service.ways(sourceOf(document, requests), request, service.optimize([request], wishes).suggestions);
}

/** A document as the service rewrites it. */
export function sourceOf(document: vscode.TextDocument, requests: readonly EstimatedSite[]): SourceText {
  const path = pathOf(document.uri);
  return { text: document.getText(), languageId: document.languageId, requests, ...(path === undefined ? {} : { path }) };
}
