import { lowerTo } from '../modes';
import { defineRule } from '../rule';

/** Standard for drafts: iterate in the cheapest mode, and make the final clip in the better one. */
export const draftMode = defineRule({
  id: 'draft-mode',
  propose: (asked) => lowerTo(asked, 'std'),
});
