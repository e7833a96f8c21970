/** All that the editor loads with its first document; a bundle of its own. */
export { draftSavings } from '../core/optimizer/draftSavings';
export { CONTENTS, PLATFORMS } from '../core/optimizer/wishLists';
export { providers } from '../core/providers';
export { createRequestParser } from '../parsers/createRequestParser';
export { languages } from '../parsers/languages';
export { loadAnew } from '../parsers/grammars';
export { detailsMarkdown } from '../presentation/details';
export { hoverMarkdown } from '../presentation/hover';
export { lensTitle } from '../presentation/lensTitle';
export { packageChoices } from '../presentation/packageChoices';
export { problemText } from '../presentation/problems';
export { scheduleErrorLine, scheduleErrorText } from '../presentation/scheduleError';
export { suggestionsSection } from '../presentation/sidebar/suggestionsSection';
export { optimizeMarkdown } from '../presentation/suggestionReport';
export { choiceText, savingLensTitle, wayTitle } from '../presentation/wayText';
export { createCostService } from './costService';
export { readSchedule } from './readSchedule';
export { createResolutionPrices } from './resolutionPrices';
export { loadBundledSchedules } from './schedules';

export type { ScheduleError } from '../presentation/scheduleError';
export type { CostService, CostSettings, DocumentEstimate, EstimatedSite, OptimizerWishes, SourceText, TextDocument } from './costService';
export type { Choice } from '../core/optimizer/whatIf';
export type { Way } from './ways';
export type { Translate } from '../presentation/translate';
