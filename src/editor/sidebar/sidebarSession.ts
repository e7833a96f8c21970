import * as vscode from 'vscode';
import type { FromPage, Notice, PageView, Sections, ToPage } from '../../presentation/sidebar/messages';
import type { FeatureContext } from '../feature';
import { guarded } from '../guard';
import { translate } from '../l10n';
import type { LogLists } from '../../service/usage';
import type { Usage } from '../usage';
import type { LoadedUsage } from '../usageHost';
import { openWebviewPage } from '../webviewPage';
import { followCurrentFile, reveal } from './currentFile';
import type { CurrentFile } from './currentFile';
import { runPageCommand } from './runPageCommand';
import { createTurns } from './turns';
import type { Turns } from './turns';

/** Cheaper ways are looked for in no more requests of one file. */
const MOST_OPTIMIZED = 200;

/** One open sidebar: tells its page what has changed since it was told last. */
export function openSidebar(view: vscode.WebviewView, context: FeatureContext, usageModule: Usage): vscode.Disposable {
  const { engine, usage, log, extensionUri } = context;
  const follower = followCurrentFile(engine);
  let shown: CurrentFile | undefined;
  /** The requests of the suggestions that the page has. */
  let suggested: readonly number[] = [];
  let sent = new Map<string, string>();
  let pageView: PageView | undefined;
  let lists: { readonly of: LoadedUsage; readonly own: LogLists } | undefined;
  let logAsked: Extract<FromPage, { type: 'log' }> | undefined;

  /** Posts the sections that differ from what the page has. */
  const tell = (sections: Partial<Sections>): void => {
    const news = Object.entries(sections).filter(([name, section]) => {
      const text = JSON.stringify(section);
      if (sent.get(name) === text) return false;
      sent.set(name, text);
      return true;
    });
    const labels = sent.has('labels') ? {} : { labels: usageModule.pageLabels(translate) };
    sent.set('labels', '');
    if (news.length > 0) page.post({ type: 'sections', ...labels, sections: Object.fromEntries(news) });
  };

  /** Posts the rows that the page asked for last, when they differ from those that it has. */
  const tellLog = async (isFresh: boolean): Promise<void> => {
    const loaded = await usage.load();
    const asked = logAsked;
    if (!asked || !loaded) return;
    if (lists?.of !== loaded) {
      lists?.own.dispose();
      lists = { of: loaded, own: usageModule.createLogLists(loaded.service) };
    }
    const rows = await lists.own.rows(() => logAsked ?? asked, isFresh, Date.now(), translate);
    if (!rows) return;
    const text = JSON.stringify(rows);
    if (sent.get('log') === text) return;
    sent.set('log', text);
    page.post(rows);
  };

  const tellCharts = async (): Promise<void> => {
    const [loaded, wanted] = [await usage.load(), pageView];
    if (!loaded || !wanted) return;
    const charts = await usageModule.inPieces(usageModule.chartsNow(loaded.service, wanted, Date.now(), translate), () => pageView === wanted);
    if (charts) tell({ charts });
  };

  const update = async (): Promise<void> => {
    const loaded = await usage.load();
    const known = shown;
    if (!sent.has('budget')) tell(usageSections(usageModule, loaded, known, usage.fault()));
    shown = await follower.read();
    tell({ ...usageSections(usageModule, loaded, shown, usage.fault()), ...fileSections(usageModule, loaded, shown) });
    const { engine: texts, service } = await engine.load();
    const requests = (shown?.requests ?? []).slice(0, MOST_OPTIMIZED).map((request) => ({ ...request, line: lineOf(shown, request) }));
    const suggestions = requests.length === 0 ? [] : texts.suggestionsSection(service.optimize(requests, {}).suggestions, requests, Date.now(), translate);
    suggested = suggestions.map(({ request }) => request);
    tell({ suggestions: suggestions.map((suggestion) => suggestion.shown) });
    const used = (shown?.requests ?? []).flatMap(({ schedule }) => schedule ?? []);
    tell({ footer: usageModule.footerSection(used, service.schedules(), service.today(), translate) });
  };
  const turnsOf = (tellNews: () => Promise<void>): Turns => createTurns(async () => {
    if (view.visible && pageView !== undefined) await guarded(log, 'Sidebar', tellNews);
  });
  // In a long log they take long, and a move of the cursor changes nothing in the others.
  const turns = { sections: turnsOf(update), log: turnsOf(() => tellLog(true)), charts: turnsOf(tellCharts) };
  const allSoon = (): void => { for (const { soon } of Object.values(turns)) soon(); };

  const showRow = (row: number | undefined): void => {
    const file = shown;
    if (file && row !== undefined) void guarded(log, 'Sidebar', () => reveal(file, row));
  };
  const onMessage = (message: FromPage): void => {
    switch (message.type) {
      case 'ready':
        sent = new Map();
        logAsked = undefined;
        pageView = message.view;
        turns.sections.now();
        turns.charts.now();
        break;
      case 'view':
        pageView = message.view;
        turns.charts.now();
        break;
      case 'reveal':
        showRow(message.row);
        break;
      case 'run':
        void guarded(log, 'Sidebar', () => runPageCommand(message.command));
        break;
      case 'log':
        logAsked = message;
        // Somebody waits for these rows; what others write to the log is shown after a pause.
        void guarded(log, 'Sidebar', () => tellLog(false));
        break;
      case 'suggestion':
        showRow(suggested[message.row]);
        break;
    }
  };
  const page = openWebviewPage<FromPage, ToPage>(view.webview, {
    name: 'sidebar', title: vscode.l10n.t('Kling Cost'), loading: vscode.l10n.t('Loading…'), extensionUri, read: usageModule.readFromPage, onMessage, log,
  });

  return vscode.Disposable.from(
    page,
    follower,
    follower.onDidChange(turns.sections.soon),
    engine.onDidChange(turns.sections.soon),
    usage.onDidChange(allSoon),
    view.onDidChangeVisibility(allSoon),
    ...Object.values(turns),
    new vscode.Disposable(() => {
      lists?.own.dispose();
    }),
  );
}

function usageSections(usage: Usage, loaded: LoadedUsage | undefined, file: CurrentFile | undefined, fault: string | undefined): Partial<Sections> {
  const faults = [fault === undefined ? [] : faultNotice(fault)].flat();
  if (!loaded) return { faults: [...faults, noPlaceNotice()] };
  const { service } = loaded;
  const wanted = file?.current && usage.expectedAmount(file.current);
  return {
    faults: [...faults, ...usage.logFaults(service, translate)],
    budget: usage.budgetNow(service, wanted, Date.now(), translate),
    packages: usage.packagesNow(service, translate),
  };
}

function fileSections(usage: Usage, loaded: LoadedUsage | undefined, file: CurrentFile | undefined): Partial<Sections> {
  const requests = (file?.requests ?? []).map((subject) => {
    const least = usage.leastAmount(subject);
    const over = least && loaded ? usage.overLimitText(loaded.service.judge(least.amount, least.usd), translate) : undefined;
    return { line: lineOf(file, subject), subject, over, isCurrent: subject === file?.current };
  });
  const name = file && vscode.workspace.asRelativePath(file.document.uri);
  return { file: usage.fileSection(name, requests, translate) };
}

/** From 1. */
const lineOf = (file: CurrentFile | undefined, { site }: CurrentFile['requests'][number]): number => (file?.document.positionAt(site.span.start).line ?? 0) + 1;

function faultNotice(text: string): Notice {
  return { text, isFault: true, actions: [{ label: vscode.l10n.t('Try again'), command: 'refresh' }] };
}

function noPlaceNotice(): Notice {
  const text = vscode.l10n.t('Open a folder first, or give klingCost.usageLog.path an absolute path: the usage log needs a place.');
  return { text, isFault: false, actions: [{ label: vscode.l10n.t('Open a folder'), command: 'openFolder' }] };
}
