import { defineProvider } from './provider';
import { reseller } from './resellers';

/** MuAPI, whose paths end in the model. */
export const muapi = defineProvider({
  ...reseller('muapi'),
  anchors: /\bmuapi\.ai\b/gi,
});
