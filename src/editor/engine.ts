import type * as engineModule from '../service/engine';

/** The lazily loaded bundle, as its importers see it. */
export type Engine = typeof engineModule;
