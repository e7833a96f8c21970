import { scheduleErrorText } from './scheduleError';
import type { ScheduleErrorText, ScheduleFault } from './scheduleError';
import type { Translate } from './translate';
import { visible } from './visible';

/** The settings that a file may hold, as VS Code names them. */
export type SettingKey =
  | 'klingCost.budget.daily'
  | 'klingCost.budget.monthly'
  | 'klingCost.budget.timeZone'
  | 'klingCost.budget.day'
  | 'klingCost.packages'
  | 'klingCost.usageLog.path'
  | 'klingCost.usageLog.prompt';

/** A fault at its place in a settings file; line and column are 1-based. Without a key it is of the whole file. */
export interface SettingError {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly key?: SettingKey;
  readonly fault: ScheduleFault;
}

/** One line: file, place, which setting, what is wrong and the remedy. */
export function settingErrorLine(error: SettingError, t: Translate): string {
  const { message, remedy } = settingErrorText(error.fault, t);
  const { path, line, column, key } = error;
  return key === undefined
    ? t('{0}:{1}:{2}: {3}; {4}', path, line, column, message, remedy)
    : t('{0}:{1}:{2}: {3}: {4}; {5}', path, line, column, key, message, remedy);
}

/** What is wrong with a setting, and what to do about it. */
export function settingErrorText(fault: ScheduleFault, t: Translate): ScheduleErrorText {
  if (fault.code !== 'unknownKey') return scheduleErrorText({ fault }, t);
  return { message: t('"{0}" is not a key of this setting', visible(fault.key)), remedy: t('remove it or correct its name') };
}
