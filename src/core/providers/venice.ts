import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Venice. */
export const venice = defineProvider({
  ...reseller('venice'),
  anchors: /\bvenice\.ai\b|["'`]kling-[\w.-]{0,40}-to-video["'`]/gi,
});
