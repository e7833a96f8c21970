import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { HINT } from '../core/providers/hint';
import type { CostService, DocumentEstimate } from '../service/engine';
import type { Engine } from './engine';
import { pathOf, readNearFile } from './nearFiles';
import { loadScheduleFiles } from './scheduleFiles';
import type { Settings } from './settings';

/** The engine, loaded with the first document that mentions Kling and never before. */
export interface EngineHost {
  /** The requests of a document with their prices; undefined when there is nothing to read in it. */
  readonly estimate: (document: vscode.TextDocument) => Promise<DocumentEstimate | undefined>;
  readonly load: () => Promise<LoadedEngine>;
  /** What is loaded, at once. */
  readonly peek: () => LoadedEngine | undefined;
  /** Fires after anything changed that can change a price. */
  readonly onDidChange: vscode.Event<void>;
  /** Fires once the engine is loaded: the first document that mentions Kling was seen. */
  readonly onDidLoad: vscode.Event<void>;
  readonly dispose: () => void;
}

type TreeSitter = Awaited<ReturnType<Parameters<Engine['createRequestParser']>[0]['loadRuntime']>>;

export interface LoadedEngine {
  readonly engine: Engine;
  readonly service: CostService;
  readonly parser: ReturnType<Engine['createRequestParser']>;
}

/** Documents that only mirror another version of one that is open elsewhere. */
const MIRRORS: ReadonlySet<string> = new Set(['git', 'output', 'vscode-scm', 'review', 'pr']);

export function createEngineHost(
  extensionUri: vscode.Uri,
  settings: Settings,
  log: vscode.LogOutputChannel,
): EngineHost {
  const changed = new vscode.EventEmitter<void>();
  const started = new vscode.EventEmitter<void>();
  const disposables: { dispose(): unknown }[] = [changed, started];
  const grammars = vscode.Uri.joinPath(extensionUri, 'dist', 'grammars');
  let loading: Promise<LoadedEngine> | undefined;
  let loaded: LoadedEngine | undefined;

  const chosen = () => ({ priceSchedule: settings.priceSchedule(), resourcePackage: settings.resourcePackage() });

  const start = async (): Promise<LoadedEngine> => {
    const engine = await import('../service/engine');
    const parser = engine.createRequestParser({
      providers: engine.providers,
      loadRuntime: () => Promise.resolve(engine.loadAnew(createRequire(__filename), './grammars/tree-sitter.js') as TreeSitter),
      loadBytes: async (file) => await vscode.workspace.fs.readFile(vscode.Uri.joinPath(grammars, file)),
    });
    const service = engine.createCostService({
      parser,
      schedules: engine.loadBundledSchedules,
      settings: chosen(),
      readFile: readNearFile,
      today: localDate,
    });
    const files = await loadScheduleFiles({ engine, service, settings, log });
    disposables.push(
      files,
      service.onDidChange(() => { changed.fire(); }),
      settings.onDidChange('priceSchedule', () => { service.update(chosen()); }),
      settings.onDidChange('resourcePackage', () => { service.update(chosen()); }),
      vscode.workspace.onDidSaveTextDocument(() => { service.rereadAll(); }),
      vscode.workspace.onDidCloseTextDocument((document) => { service.forget(document.uri.toString()); }),
    );
    log.info('The engine is loaded.');
    loaded = { engine, service, parser };
    started.fire();
    return loaded;
  };

  const load = (): Promise<LoadedEngine> => {
    // A failed start, such as a grammar that cannot be read, is tried again with the next document.
    loading ??= start().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  return {
    async estimate(document) {
      if (MIRRORS.has(document.uri.scheme) || !HINT.test(document.getText())) return undefined;
      const { service } = await load();
      const path = pathOf(document.uri);
      return await service.estimateDocument({
        uri: document.uri.toString(),
        version: document.version,
        languageId: document.languageId,
        ...(path === undefined ? {} : { path }),
        text: () => document.getText(),
      });
    },
    load,
    peek: () => loaded,
    onDidChange: changed.event,
    onDidLoad: started.event,
    dispose: () => { vscode.Disposable.from(...disposables).dispose(); },
  };
}

/** Today in the user's own zone, YYYY-MM-DD. */
function localDate(): string {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
