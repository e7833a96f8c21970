import * as vscode from 'vscode';
import type { FeatureContext } from '../feature';
import { translate } from '../l10n';
import { withUsage } from '../withUsage';

/** `Kling Cost: Show Usage Report`: limits, the month by model and project, and the packages. */
export function register(context: FeatureContext): vscode.Disposable {
  return vscode.commands.registerCommand('klingCost.showUsageReport', () =>
    withUsage(context, 'Show Usage Report', async ({ usage, service }) => {
      await service.refresh();
      const zone = service.plan().timeZone;
      const month = usage.calendarPeriod('monthly', Date.now(), zone);
      const entries = service.store.entries(month, Date.now());
      const { engine, service: costs } = await context.engine.load();
      const budget = usage.budgetMarkdown({
        zone,
        periods: service.standings(),
        month,
        byModel: service.store.totalsBy('model', month, Date.now()),
        byProject: service.store.totalsBy('project', month, Date.now()),
        clips: usage.clipCosts(entries),
        drafts: engine.draftSavings(entries, costs.schedules()),
        unreadable: service.store.unreadable().length,
      }, translate);
      const { problems, ...standing } = service.packages();
      const packages = standing.packages.length + problems.length > 0 ? usage.packagesMarkdown({ zone, standing, problems }, translate) : '';
      await context.reports.show(vscode.l10n.t('Kling Usage'), [budget, packages].filter((text) => text !== '').join('\n\n'));
    }),
  );
}
