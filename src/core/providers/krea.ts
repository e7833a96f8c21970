import { defineProvider } from './provider';
import { reseller } from './resellers';

/** Krea. */
export const krea = defineProvider({
  ...reseller('krea'),
  anchors: /\bkrea\.ai\b|\bvideo\/kling\//gi,
});
