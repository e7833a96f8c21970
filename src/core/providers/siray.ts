import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Siray. */
export const siray = defineProvider({
  ...reseller('siray'),
  anchors: /\bsiray\.ai\b|\bkuaishou\/kling/gi,
});
