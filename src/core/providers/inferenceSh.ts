import { defineProvider } from './provider';
import { reseller } from './resellers';

/** inference.sh. */
export const inferenceSh = defineProvider({
  ...reseller('inferenceSh'),
  anchors: /\binference\.sh\b|["'`]klingai\/[a-z]/gi,
});
