/** All that the editor loads with its first document; a bundle of its own. */
export { providers } from '../core/providers';
export { createRequestParser } from '../parsers/createRequestParser';
export { loadAnew } from '../parsers/grammars';
export { detailsMarkdown } from '../presentation/details';
export { hoverMarkdown } from '../presentation/hover';
export { lensTitle } from '../presentation/lensTitle';
export { packageChoices } from '../presentation/packageChoices';
export { problemText } from '../presentation/problems';
export { scheduleErrorLine, scheduleErrorText } from '../presentation/scheduleError';
export { suggestionsSection } from '../presentation/sidebar/suggestionsSection';
export { createCostService } from './costService';
export { readSchedule } from './readSchedule';
export { loadBundledSchedules } from './schedules';

export type { ScheduleError } from '../presentation/scheduleError';
export type { CostService, CostSettings, DocumentEstimate, EstimatedSite, TextDocument } from './costService';
export type { Translate } from '../presentation/translate';
