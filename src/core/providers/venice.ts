import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Venice. */
export const venice = defineProvider({
  ...reseller('venice'),
  anchors: /\bvenice\.ai\b|["'`]kling-[\w.-]*-to-video["'`]/gi,
});
