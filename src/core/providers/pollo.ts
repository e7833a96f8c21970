import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Pollo AI. */
export const pollo = defineProvider({
  ...reseller('pollo'),
  anchors: /\bpollo\.ai\b|\bkling-ai\/kling-/gi,
});
