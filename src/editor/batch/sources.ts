import * as vscode from 'vscode';
import { listFaultText } from '../../presentation/batchListFault';
import { ListError, listFormatOf, readPromptList } from '../../service/batchList';
import type { PromptList } from '../../service/batchList';
import type { FoundRequest } from '../../service/batchSource';
import type { EstimatedSite } from '../../service/engine';
import type { EngineHost } from '../engineHost';
import { translate } from '../l10n';
import { askFiles } from './workspaceFiles';
import type { CountedFiles } from './workspaceFiles';

/** What a batch is made of, before anything is filled in. */
export type Gathered = { readonly name: string; readonly documentOf: (path: string | undefined) => vscode.Uri | undefined } & (
  | { readonly kind: 'list'; readonly list: PromptList }
  | { readonly kind: 'code'; readonly found: readonly FoundRequest[] }
  | ({ readonly kind: 'files' } & CountedFiles)
);

interface Choice extends vscode.QuickPickItem {
  readonly gather: () => Promise<Gathered | undefined>;
}

/** The longest list that is read, in bytes. */
const LONGEST_LIST = 100_000_000;
const LISTS = { csv: ['csv', 'tsv'], json: ['json', 'jsonl', 'ndjson'], text: ['txt'] };

/** Asks where the requests are, and reads them, unless they are in files of the workspace; undefined when the user asks for nothing. */
export async function gather(engine: EngineHost): Promise<Gathered | undefined> {
  const choices = [...(await ofEditor(engine)), ...(await ofOpenEditors(engine)), ...ofWorkspace(engine), ofListFile()];
  const chosen = await vscode.window.showQuickPick(choices, { title: vscode.l10n.t('Estimate Batch: which requests?') });
  return await chosen?.gather();
}

async function ofEditor(engine: EngineHost): Promise<Choice[]> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return [];
  const { document, selection } = editor;
  const name = vscode.workspace.asRelativePath(document.uri);
  const requests = (await engine.estimate(document))?.requests ?? [];
  const [start, end] = [document.offsetAt(selection.start), document.offsetAt(selection.end)];
  const selected = requests.filter(({ site }) => site.span.start < end && site.span.end > start);
  const format = listFormatOf(document.fileName);
  const code = (found: readonly EstimatedSite[]) => () => Promise.resolve({ kind: 'code' as const, name, found: foundIn(document, found), documentOf: () => document.uri });
  return [
    ...(!selection.isEmpty && selected.length > 0 ? [{ label: vscode.l10n.t('Selection'), description: requestsText(selected.length), gather: code(selected) }] : []),
    ...(requests.length > 0 ? [{ label: vscode.l10n.t('This file'), description: requestsText(requests.length), detail: name, gather: code(requests) }] : []),
    ...(format ? [{ label: vscode.l10n.t('The prompts in this file'), detail: name, gather: () => readList(name, document.uri, format, [document.getText()]) }] : []),
  ];
}

async function ofOpenEditors(engine: EngineHost): Promise<Choice[]> {
  const uris = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : [])));
  const each = [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
  if (each.length < 2) return [];
  const found: FoundRequest[] = [];
  for (const uri of each) {
    const document = await vscode.workspace.openTextDocument(uri);
    found.push(...foundIn(document, (await engine.estimate(document))?.requests ?? []));
  }
  if (found.length === 0) return [];
  const name = vscode.l10n.t('open editors');
  return [{ label: vscode.l10n.t('Open editors'), description: vscode.l10n.t('{0} in {1} editors', requestsText(found.length), each.length), gather: () => Promise.resolve({ kind: 'code', name, found, documentOf: amongOf(each) }) }];
}

function ofWorkspace(engine: EngineHost): Choice[] {
  if (!vscode.workspace.workspaceFolders?.length) return [];
  const gatherFiles = async (): Promise<Gathered | undefined> => {
    const { parser } = await engine.load();
    const counted = await askFiles((path) => parser.languageOf(path) !== undefined);
    return counted && { kind: 'files', name: vscode.workspace.name ?? '', ...counted, documentOf: amongOf(counted.files) };
  };
  return [{ label: vscode.l10n.t('Folder or workspace…'), description: vscode.l10n.t('files by a pattern, without what .gitignore leaves out'), gather: gatherFiles }];
}

function ofListFile(): Choice {
  const gatherList = async (): Promise<Gathered | undefined> => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const [uri] = (await vscode.window.showOpenDialog({ title: vscode.l10n.t('A list of prompts'), filters: LISTS, ...(folder ? { defaultUri: folder } : {}) })) ?? [];
    if (!uri) return undefined;
    const name = vscode.workspace.asRelativePath(uri);
    if ((await vscode.workspace.fs.stat(uri)).size > LONGEST_LIST) {
      void vscode.window.showErrorMessage(vscode.l10n.t('{0} is larger than {1} MB; split it.', name, LONGEST_LIST / 1e6));
      return undefined;
    }
    const bytes = await vscode.workspace.fs.readFile(uri);
    const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
    return await readList(name, uri, listFormatOf(uri.path) ?? 'text', [new TextDecoder(wide).decode(bytes)]);
  };
  return { label: vscode.l10n.t('A list of prompts…'), description: vscode.l10n.t('CSV, TSV, JSON, JSON Lines or text'), gather: gatherList };
}

async function readList(name: string, uri: vscode.Uri, format: Parameters<typeof readPromptList>[0], pieces: readonly string[]): Promise<Gathered | undefined> {
  try {
    return { kind: 'list', name, list: await readPromptList(format, pieces), documentOf: () => uri };
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
    void vscode.window.showErrorMessage(vscode.l10n.t('{0}: {1}', name, listFaultText(error.fault, translate)));
    return undefined;
  }
}

/** Finds a document again by the path that its requests are told with. */
function amongOf(uris: readonly vscode.Uri[]): Gathered['documentOf'] {
  return (path) => uris.find((uri) => vscode.workspace.asRelativePath(uri) === path);
}

function foundIn(document: vscode.TextDocument, requests: readonly EstimatedSite[]): FoundRequest[] {
  const path = vscode.workspace.asRelativePath(document.uri);
  return requests.map(({ site, ...subject }) => ({ path, line: document.positionAt(site.span.start).line + 1, subject }));
}

/** How many there are of what was gathered, and what was left out. */
export function sizeTexts(gathered: Gathered, copies: number): { readonly label: string; readonly description?: string } {
  if (gathered.kind !== 'files') return { label: requestsText((gathered.kind === 'list' ? gathered.list.rows : gathered.found).length * copies) };
  const { files, ignored, others } = gathered;
  const label = files.length === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files.length.toLocaleString());
  return { label, description: vscode.l10n.t('{0} ignored, {1} of other kinds', ignored.toLocaleString(), others.toLocaleString()) };
}

export function requestsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 request') : vscode.l10n.t('{0} requests', count);
}
