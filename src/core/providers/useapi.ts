import { defineProvider } from './provider';
import { reseller } from './resellers';

/** useapi.net. */
export const useapi = defineProvider({
  ...reseller('useapi'),
  anchors: /\buseapi\.net\b/gi,
});
