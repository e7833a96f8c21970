import * as vscode from 'vscode';
import { touches } from '../../core/text';
import type { EstimatedSite } from '../../service/engine';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';

/** The explanation of a price, over a request's head and the fields that decide it. */
export function register({ engine, settings, log, languageIds }: FeatureContext): vscode.Disposable {
  const provider: vscode.HoverProvider = {
    provideHover: (document, position) =>
      settings.hoverEnabled() ? guarded(log, 'Hover', () => hoverAt(engine, document, position)) : undefined,
  };
  return vscode.languages.registerHoverProvider([...languageIds], provider);
}

async function hoverAt(
  host: FeatureContext['engine'],
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const offset = document.offsetAt(position);
  const request = (await host.estimate(document))?.requests.find((candidate) => speaksAt(candidate, offset));
  if (!request) return undefined;
  const { engine, service } = await host.load();
  // Untrusted: a document's text can stand in it, so no command link may work.
  const markdown = new vscode.MarkdownString(engine.hoverMarkdown(request, service.neighbors(request), translate));
  return new vscode.Hover(markdown);
}

/** Whether an offset lies on a request's head, or on a key or value that decides its price. */
export function speaksAt({ site, request }: EstimatedSite, offset: number): boolean {
  const spans = Object.values(request.parameters).flatMap(({ keySpan, valueSpan }) => [keySpan, valueSpan]);
  return [site.head, ...spans].some((span) => span !== undefined && touches(span, offset));
}
