import { headline } from '../lensTitle';
import { totalOf } from '../report';
import type { Subject } from '../subject';
import { countsText, totalLines } from '../totalText';
import type { Translate } from '../translate';
import { visible } from '../visible';
import type { Sections } from './messages';

/** A request at its line, from 1, and how far it is over a limit, in words. */
export interface FileRequest {
  readonly line: number;
  readonly subject: Subject;
  readonly over?: string | undefined;
  readonly isCurrent: boolean;
}

/** The requests of the file in the editor; no name where there is none. */
export function fileSection(name: string | undefined, requests: readonly FileRequest[], t: Translate): Sections['file'] {
  const text = name === undefined ? t('Open a file that calls Kling: its requests are listed here with their prices.') : t('There is no Kling request in this file.');
  return {
    name: name === undefined ? '' : visible(name),
    rows: requests.map(({ line, subject, over = '', isCurrent }) => {
      const { request, price, note, defaults } = headline(subject, t);
      return { line, title: request, price, note: [note, defaults].filter((part) => part !== undefined).join('; '), over, isCurrent };
    }),
    total: requests.length === 0 ? [] : totalText(requests.map(({ subject }) => subject), t),
    notice: requests.length === 0 ? { text, isFault: false, actions: [] } : null,
  };
}

function totalText(subjects: readonly Subject[], t: Translate): string[] {
  const total = totalOf(subjects);
  return [t('Together: {0}', countsText(total, t)), ...totalLines(total, t)];
}
