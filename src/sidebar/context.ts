import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Labels } from '../presentation/sidebar/labels';
import type { Saved } from './saved';

/** What every part of the page is given. */
export interface PageContext {
  /** The word for a name; the name itself until the words are there. */
  readonly label: (name: keyof Labels) => string;
  readonly saved: Saved;
  readonly change: (changes: Partial<Saved>) => void;
}

export const Page = createContext<PageContext | undefined>(undefined);

export function usePage(): PageContext {
  const page = useContext(Page);
  if (!page) throw new Error('Only parts of the page have its context.');
  return page;
}
