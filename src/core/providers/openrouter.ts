import { defineProvider } from './provider';
import { reseller } from './resellers';

/** OpenRouter. */
export const openrouter = defineProvider({
  ...reseller('openrouter'),
  anchors: /\bopenrouter\.ai\b|\bkwaivgi\/kling-/gi,
});
