import { defineProvider } from './provider';
import { reseller } from './resellers';

/** KIE. */
export const kie = defineProvider({
  ...reseller('kie'),
  anchors: /\bkie\.ai\b|["'`]kling(?:-\d\.\d)?\/[a-z]/gi,
});
