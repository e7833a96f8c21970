import * as vscode from 'vscode';
import type * as accountModule from '../../service/account';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import type { LoadedUsage } from '../usageHost';
import { withUsage } from '../withUsage';
import { ACCOUNT_SECRET, setKey } from './accountKey';

type Account = typeof accountModule;
type Client = ReturnType<Account['createAccountClient']>;
type Costs = NonNullable<Awaited<ReturnType<Client['lastCosts']>>>;

const HOUR_MS = 3_600_000;
/** As far back as the packages are asked for. */
const IMPORT_DAYS = 400;

/** `Kling Cost: Sync Account` and `Import Usage History`: the only commands that ask Kling, each time because the user does. */
export function register(context: FeatureContext): vscode.Disposable {
  const clients = new Map<string, Client>();
  const command = (id: string, what: string, run: Run): vscode.Disposable =>
    vscode.commands.registerCommand(id, () =>
      withUsage(context, what, (loaded) => withAccount(context, clients, (account, client) => run(context, loaded, account, client))),
    );
  return vscode.Disposable.from(
    command('klingCost.syncAccount', 'Sync Account', sync),
    command('klingCost.importUsageHistory', 'Import Usage History', importHistory),
  );
}

type Run = (context: FeatureContext, loaded: LoadedUsage, account: Account, client: Client) => Promise<void>;

/** One client for one account, since it is what holds the calls a second apart. */
async function withAccount(context: FeatureContext, clients: Map<string, Client>, run: (account: Account, client: Client) => Promise<void>): Promise<void> {
  const { secrets, settings, sharedFolder, log } = context;
  const account = await import('../../service/account');
  if (!account.readCredentials(await secrets.get(ACCOUNT_SECRET)) && !(await setKey(secrets))) return;
  const key = await secrets.get(ACCOUNT_SECRET);
  const credentials = account.readCredentials(key);
  if (!credentials) return;
  try {
    const baseUrl = settings.accountBaseUrl() || account.DEFAULT_BASE_URL;
    const name = JSON.stringify([baseUrl, key]);
    const cacheFile = vscode.Uri.joinPath(sharedFolder, 'account.json').fsPath;
    const client = clients.get(name) ?? account.createAccountClient({ baseUrl, credentials, fetch, timers: account.systemTimers, cacheFile });
    clients.set(name, client);
    await run(account, client);
  } catch (error) {
    if (!(error instanceof account.AccountError)) throw error;
    const line = account.accountFaultLine(error.fault, 'editor', translate);
    log.error(line);
    const setNew = vscode.l10n.t('Set Account Key…');
    if ((await vscode.window.showErrorMessage(line, setNew)) === setNew) await setKey(secrets);
  }
}

async function sync({ reports }: FeatureContext, { service }: LoadedUsage, account: Account, client: Client): Promise<void> {
  const show = async (costs: Costs, fromCache: boolean): Promise<void> => {
    await service.refresh();
    const now = Date.now();
    const entries = service.store.entries({ start: costs.askedAt - account.REPORT_LAG_HOURS * HOUR_MS, end: Infinity }, now);
    const packages = account.compareCosts(costs, entries, account.ACCOUNT_PROVIDER, now);
    await reports.show(vscode.l10n.t('Kling Account'), account.syncMarkdown({ askedAt: costs.askedAt, fromCache, packages }, translate));
  };
  try {
    const costs = await working(vscode.l10n.t('Asking Kling what is left'), () => client.costs());
    await show(costs, costs.fromCache);
  } catch (error) {
    // What Kling said the last time still helps, with its age.
    const last = error instanceof account.AccountError ? await client.lastCosts() : undefined;
    if (last) await show(last, true);
    throw error;
  }
}

async function importHistory({ reports }: FeatureContext, { service }: LoadedUsage, account: Account, client: Client): Promise<void> {
  const now = Date.now();
  const stretch = { start: now - IMPORT_DAYS * 24 * HOUR_MS, end: now };
  const deductions = await working(vscode.l10n.t('Reading what Kling charged'), (told) =>
    client.deductions(stretch, (rows) => { told(vscode.l10n.t('{0} charges read', rows)); }),
  );
  await service.refresh();
  const plan = account.planImport(deductions, service.store.entries({ start: -Infinity, end: Infinity }, now), account.ACCOUNT_PROVIDER, stretch);
  const steps = account.importSteps(plan);
  const count = steps.settle.length + steps.correct.length + steps.record.length;
  await reports.show(vscode.l10n.t('Kling Usage History'), account.importMarkdown({ plan, stretch, dryRun: true }, translate));
  if (count === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The usage log says what Kling says; there is nothing to import.'));
    return;
  }
  const write = vscode.l10n.t('Import');
  const question = count === 1 ? vscode.l10n.t('Import 1 entry into the usage log?') : vscode.l10n.t('Import {0} entries into the usage log?', count);
  if ((await vscode.window.showInformationMessage(question, { modal: true }, write)) !== write) return;
  await account.applyImport(steps, service.store, account.ACCOUNT_PROVIDER, vscode.l10n.t('charged by Kling'));
  void vscode.window.showInformationMessage(count === 1 ? vscode.l10n.t('1 entry imported.') : vscode.l10n.t('{0} entries imported.', count));
}

function working<Result>(title: string, run: (told: (message: string) => void) => Promise<Result>): Promise<Result> {
  const options = { location: vscode.ProgressLocation.Notification, title };
  return Promise.resolve(vscode.window.withProgress(options, (progress) => run((message) => { progress.report({ message }); })));
}
