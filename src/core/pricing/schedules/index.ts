// Written by `npm run lists` from the files of this folder.
import fal from './fal.json';
import klingApi2025 from './klingApi2025.json';
import klingApi2026 from './klingApi2026.json';
import klingCredits from './klingCredits.json';
import klingCreditsPerSecond from './klingCreditsPerSecond.json';
import piapi from './piapi.json';
import replicate from './replicate.json';

export const bundledSchedules: readonly unknown[] = [
  fal,
  klingApi2025,
  klingApi2026,
  klingCredits,
  klingCreditsPerSecond,
  piapi,
  replicate,
];
