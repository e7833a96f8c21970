import { defineProvider } from './provider';
import { reseller } from './resellers';

/** WaveSpeedAI. */
export const wavespeed = defineProvider({
  ...reseller('wavespeed'),
  anchors: /\bwavespeed\.ai\b|\b(?:kwaivgi|kwaivaigi)\/kling-/gi,
});
