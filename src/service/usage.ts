/** All that the editor loads when it first shows what was spent; a bundle of its own. */
export { parseAmount } from '../core/budget/amountText';
export { calendarPeriod, isTimeZone } from '../core/budget/period';
export { budgetAlertText, overLimitText } from '../presentation/budgetAlert';
export { budgetMarkdown } from '../presentation/budgetReport';
export { amountInput, entryLabel } from '../presentation/entryLabel';
export { logCsv, logReportJson } from '../presentation/ledgerReport';
export { amountText } from '../presentation/numbers';
export { packageCalendar } from '../presentation/packageCalendar';
export { packagesMarkdown } from '../presentation/packagesReport';
export { settingErrorText } from '../presentation/settingError';
export { STATUS_BAR_SHOW, statusBar } from '../presentation/statusBar';
export { storeFaultText } from '../presentation/storeFault';
export { createClaims } from '../stores/claims';
export { createJsonlStore } from '../stores/jsonl';
export { StoreError } from '../stores/storeError';
export { alertMessage, readWebhookSetting, sendAlert } from './alertWebhook';
export { createAlertWatch } from './alertWatch';
export { entryDetailsOf, expectedAmount, leastAmount, usdAtSamePrice } from './entryDetails';
export { readBudgetSettings } from './readBudgetSettings';
export { createUsageService } from './usageService';

export type { PriceSchedule } from '../core/pricing/schedule';
export type { BudgetAlert } from '../presentation/budgetAlert';
export type { BudgetPlan, UsageService } from './usageService';
