// Written by `npm run lists` from the files of this folder.
import type { ProviderDefinition } from './provider';
import { fal } from './fal';
import { kling } from './kling';

export const providers: readonly ProviderDefinition[] = [
  fal,
  kling,
];
