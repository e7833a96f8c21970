/** All that the editor loads when the user asks for the account; a bundle of its own. */
export { AccountError } from '../account/accountError';
export { ACCOUNT_PROVIDER, DEFAULT_BASE_URL } from '../account/address';
export { createAccountClient, systemTimers } from '../account/client';
export { REPORT_LAG_HOURS, compareCosts } from '../core/account/compare';
export { importSteps, planImport } from '../core/account/match';
export { accountFaultLine } from '../presentation/account';
export { importMarkdown } from '../presentation/accountImport';
export { syncMarkdown } from '../presentation/accountSync';
export { applyImport } from './importDeductions';
export { readCredentials } from './readCredentials';
