// Written by `npm run lists` from the files of this folder.
import type { RuleDefinition } from '../rule';
import { cheaperPackage } from './cheaperPackage';
import { cheapestModel } from './cheapestModel';
import { contentDuration } from './contentDuration';
import { draftMode } from './draftMode';
import { duplicateRequest } from './duplicateRequest';
import { expiringUnits } from './expiringUnits';
import { offPeak } from './offPeak';
import { platformResolution } from './platformResolution';
import { shortClip } from './shortClip';
import { siblingModel } from './siblingModel';
import { withoutAudio } from './withoutAudio';

export const rules: readonly RuleDefinition[] = [
  cheaperPackage,
  cheapestModel,
  contentDuration,
  draftMode,
  duplicateRequest,
  expiringUnits,
  offPeak,
  platformResolution,
  shortClip,
  siblingModel,
  withoutAudio,
];
