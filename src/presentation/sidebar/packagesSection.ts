import { expiryWarning } from '../../core/budget/packages';
import type { PackageStanding, PackagesStanding } from '../../core/budget/packages';
import type { PackageProblem } from '../../core/budget/ownedPackages';
import { localText } from '../../core/budget/period';
import { daysText, lossText, packageAmount, packageProblemText, poolAmountText, unitsText } from '../budgetTexts';
import { packageStateText } from '../packagesReport';
import type { Translate } from '../translate';
import { visible } from '../visible';
import type { BoughtPackage, Sections } from './messages';

type Standing = PackagesStanding & { readonly problems: readonly PackageProblem[] };

export function packagesSection(standing: Standing, zone: string, t: Translate): Sections['packages'] {
  const { packages, beyond, problems } = standing;
  const notice = {
    text: t('No package is listed. Add what you bought, and you see what is left and what will expire unused.'),
    isFault: false,
    actions: [{ label: t('Add a package'), command: 'addPackage' as const }],
  };
  return {
    items: packages.map((row) => itemOf(row, standing, zone, t)),
    notes: [
      ...beyond.map((amount) => t('{0} were used beyond all packages', poolAmountText(amount, t))),
      ...(packages.length > 1 ? [t('That the package which expires first is used first is our assumption')] : []),
      ...problems.map((problem) => packageProblemText(problem, t)),
    ],
    notice: packages.length === 0 && problems.length === 0 ? notice : null,
  };
}

function itemOf(row: PackageStanding, { paces }: PackagesStanding, zone: string, t: Translate): BoughtPackage {
  const { item, state, left, leftMs } = row;
  const name = visible(item.name);
  const amount = t('{0} of {1} left', packageAmount(left, item, t), packageAmount(item.size.quantity, item, t));
  const loss = lossText(row, paces, t);
  const pool = unitsText(item.size, t);
  const lines = [
    state === 'active' ? pool : t('{0}, {1}', pool, packageStateText(state, t)),
    ...(leftMs === undefined || item.expiresAt === undefined ? [] : [t('Expires in {0}, {1}', daysText(leftMs, t), localText(item.expiresAt, zone))]),
    ...(loss === undefined ? [] : [loss]),
    ...(item.left ? [t('Counted from what Kling said on {0}', localText(item.left.asOf, zone))] : []),
  ];
  return {
    name,
    left: amount,
    level: state === 'expired' ? 'over' : expiryWarning(row) === undefined ? 'fits' : 'warns',
    bar: Math.min(100, Math.max(0, Math.floor((left / item.size.quantity) * 10_000) / 100)),
    label: t('{0}: {1}', name, [amount, ...lines].join(', ')),
    lines,
  };
}
