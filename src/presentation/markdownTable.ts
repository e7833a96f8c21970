import type { TextTable } from './breakdown';
import { escapeMarkdown } from './visible';

/** A table in Markdown; its cells are plain text and are escaped here. */
export function markdownTable({ head, rows, right }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const rule = head.map((_, index) => (right.includes(index) ? '--:' : ':--'));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}
