import type * as usageModule from '../service/usage';

/** The lazily loaded bundle of ledger and budget, as its importers see it. */
export type Usage = typeof usageModule;
