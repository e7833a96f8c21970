import { defineProvider } from './provider';
import { reseller } from './resellers';

/** The Vercel AI Gateway, which bills by itself; the SDK's Kling provider does not pass through it. */
export const vercelGateway = defineProvider({
  ...reseller('vercelGateway'),
  anchors: /\bai-gateway\.vercel\.sh\b|\bklingai\/kling-v\d/gi,
});
