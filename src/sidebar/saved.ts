import * as z from 'zod/mini';
import { logQuery, view } from '../presentation/sidebar/messages';
import { savedState, saveState } from './host';

const schema = z.object({ view, query: logQuery, collapsed: z.array(z.string()) });

/** What the user chose on this page; it outlives the page, which is gone when it is hidden. */
export type Saved = z.infer<typeof schema>;

const FIRST: Saved = {
  view: { unit: '', range: '30' },
  query: { text: '', model: '', project: '', state: 'all', period: 'all', sort: 'time', descending: true },
  collapsed: [],
};

export function loadSaved(): Saved {
  return schema.safeParse(savedState()).data ?? FIRST;
}

export const save = (saved: Saved): void => { saveState(saved); };
