import { defineProvider } from './provider';
import { reseller } from './resellers';

/** APIMart, which takes Kling's own model ids at its own host. */
export const apimart = defineProvider({
  ...reseller('apimart'),
  anchors: /\bapimart\.ai\b/gi,
});
