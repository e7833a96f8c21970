import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Runware. */
export const runware = defineProvider({
  ...reseller('runware'),
  anchors: /\brunware\.ai\b|\bklingai:[\w.-]{1,60}@/gi,
});
