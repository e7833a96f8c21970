import { defineRule } from '../rule';

/** The same request twice: its result is there already. */
export const duplicateRequest = defineRule({
  id: 'duplicate-request',
  propose: ({ twin }) => (twin ? [{ changes: [] }] : []),
});
