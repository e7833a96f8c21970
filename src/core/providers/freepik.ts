import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Freepik. */
export const freepik = defineProvider({
  ...reseller('freepik'),
  anchors: /\bfreepik\.com\b|\bai\/(?:image|text)-to-video\/kling-/gi,
});
