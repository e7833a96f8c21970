import * as vscode from 'vscode';
import { LineIndex } from '../../core/text';
import { problemText } from '../../presentation/problems';
import { visibleInFull } from '../../presentation/visible';
import type { EstimatedSite } from '../../service/engine';
import type { LoadedEngine } from '../engineHost';
import { translate } from '../l10n';
import { pathOf } from '../nearFiles';

/** The largest file that is read, in bytes. */
const LARGEST = 10_000_000;

/** The requests of a file with their prices, and what of it could not be read. */
export interface FileRequests {
  readonly requests: readonly { readonly path: string; /** From 1. */ readonly line: number; readonly found: EstimatedSite }[];
  readonly problems: readonly string[];
}

const NOTHING: FileRequests = { requests: [], problems: [] };

export async function readFileRequests(uri: vscode.Uri, { parser, service }: Pick<LoadedEngine, 'parser' | 'service'>): Promise<FileRequests> {
  const path = vscode.workspace.asRelativePath(uri);
  const [read, language] = [await textOf(uri, parser.hasHint), parser.languageOf(uri.path)];
  if (language === undefined || read.kind === 'nothing') return NOTHING;
  if (read.kind === 'problem') return { requests: [], problems: [`${visibleInFull(path)}: ${read.message}`] };
  const { requests, problems } = await service.estimateText(read.text, language, pathOf(uri));
  if (requests.length === 0 && problems.length === 0) return NOTHING;
  const lines = new LineIndex(read.text);
  const lineOf = (offset: number): number => lines.positionAt(offset).line + 1;
  return {
    requests: requests.map((found) => ({ path, line: lineOf(found.site.span.start), found })),
    problems: [...new Set(problems.map((problem) => `${visibleInFull(path)}:${String(lineOf(problem.span.start))}: ${problemText(problem, translate)}`))],
  };
}

type Read = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'nothing' } | { readonly kind: 'problem'; readonly message: string };

/** A file's text as it is being edited, else as it is stored; nothing where it can hold no request. */
async function textOf(uri: vscode.Uri, hasHint: (text: string) => boolean): Promise<Read> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return { kind: 'text', text: open.getText() };
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    if (bytes.length > LARGEST) return { kind: 'problem', message: vscode.l10n.t('larger than {0} MB, skipped', LARGEST / 1e6) };
    if (!hasHint(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))) return { kind: 'nothing' };
    return { kind: 'text', text: new TextDecoder().decode(bytes) };
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    return { kind: 'problem', message: vscode.l10n.t('cannot be read: {0}', reasonOf(error)) };
  }
}

function reasonOf({ code }: vscode.FileSystemError): string {
  switch (code) {
    case 'FileNotFound': return vscode.l10n.t('it is gone');
    case 'NoPermissions': return vscode.l10n.t('no permission');
    default: return code;
  }
}
