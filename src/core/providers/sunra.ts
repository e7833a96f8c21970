import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Sunra. */
export const sunra = defineProvider({
  ...reseller('sunra'),
  anchors: /\bsunra_?client\b|\bsunra\.ai\b|[\"'`]kling\/kling-v/gi,
});
