const MAX_LENGTH = 80;
// Control and direction characters could move a terminal's cursor or turn a line around.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
// Also what GitHub's dialect turns into links by itself: `http://`, `www.` and mail addresses.
const MARKUP = /[\\`*_[\]<>|~&@]|:(?=\/\/)|(?<=www)\./gi;

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** Text from a document on one line: unseen characters as their code, and no longer than 80 characters. */
export function visible(text: string): string {
  const shortened = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
  return visibleInFull(shortened);
}

/** A whole text on one line, for a path or a message of the system, which must not be cut. */
export function visibleInFull(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Text that Markdown shows as it stands: no link, no tag, no table border. */
export function escapeMarkdown(text: string): string {
  return visibleInFull(text).replace(MARKUP, (character) => ENTITIES[character] ?? `\\${character}`);
}
