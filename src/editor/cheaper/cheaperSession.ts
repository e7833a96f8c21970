/** What the editor loads when cheaper ways are first asked for; a bundle of its own. */
export { actionsAt } from './actionsAt';
export { createCheaperWays } from './cheaperWays';
export { optimizeWorkspace } from './optimizeWorkspace';
export { whatIf } from './whatIf';
