import { defineProvider } from './provider';
import { reseller } from './resellers';

/** AI/ML API. */
export const aimlapi = defineProvider({
  ...reseller('aimlapi'),
  anchors: /\baimlapi\.com\b|["'`](?:klingai|kling-video)\/(?:video-)?[vo]\d/gi,
});
