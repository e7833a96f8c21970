import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Segmind. */
export const segmind = defineProvider({
  ...reseller('segmind'),
  anchors: /\bsegmind\.com\b/gi,
});
