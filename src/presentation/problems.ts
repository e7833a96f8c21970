import type { Problem } from '../core/request/site';
import type { Translate } from './translate';

/** What could not be read in a document. */
export function problemText({ code }: Problem, t: Translate): string {
  switch (code) {
    case 'syntax':
      return t('syntax error; requests around it are still priced');
    case 'tooLarge':
      return t('too large to be read');
    case 'tooComplex':
      return t('too complex to be read');
    case 'tooMany':
      return t('too many requests; the rest is left out');
  }
}
