import { TextBuilder } from './mappedText';
import type { Part } from './language';

const TAG = /<!--|<script(?=[\s>/])/gi;
const ATTRIBUTES = /(?:"[^"]*"|'[^']*'|[^"'>])*>/y;
const LANGUAGE = /(?:^|\s)lang\s*=\s*["']?([\w-]+)/i;
const TYPE = /(?:^|\s)type\s*=\s*["']?([\w+./-]+)/i;
const SCRIPT_TYPES = /^(?:module|(?:text|application)\/(?:javascript|ecmascript|babel|jsx))$/i;

/**
 * The scripts of a page or component, those of one language together, as they share their names. `plain` is the
 * language of a script that names none, by its file ending.
 */
export function scriptParts(text: string, plain: string): Part[] {
  const byLanguage = new Map<string, TextBuilder>();
  const parts: Part[] = [];
  let at = 0;
  for (;;) {
    TAG.lastIndex = at;
    const tag = TAG.exec(text);
    if (!tag) break;
    const inside = TAG.lastIndex;
    if (tag[0] === '<!--') {
      const end = text.indexOf('-->', inside);
      if (end < 0) break;
      at = end + 3;
      continue;
    }
    ATTRIBUTES.lastIndex = inside;
    const attributes = ATTRIBUTES.exec(text)?.[0];
    if (attributes === undefined) break;
    const start = inside + attributes.length;
    const close = attributes.endsWith('/>') ? start : text.slice(start).search(/<\/script/i);
    const end = close < 0 ? text.length : attributes.endsWith('/>') ? start : start + close;
    at = end;
    const language = languageOf(attributes, plain);
    if (language === undefined || end === start) continue;
    if (language === 'json') {
      parts.push({ language, ...new TextBuilder().keep(text.slice(start, end), start).build() });
      continue;
    }
    const builder = byLanguage.get(language) ?? new TextBuilder();
    byLanguage.set(language, builder.keep(text.slice(start, end), start).put('\n', end, 0));
  }
  for (const [language, builder] of byLanguage) parts.push({ language, ...builder.build() });
  return parts;
}

function languageOf(attributes: string, plain: string): string | undefined {
  const named = LANGUAGE.exec(attributes)?.[1];
  if (named !== undefined) return named.toLowerCase();
  const type = TYPE.exec(attributes)?.[1];
  if (type === undefined || SCRIPT_TYPES.test(type)) return plain;
  if (/\bjson\b/i.test(type)) return 'json';
  return /typescript/i.test(type) ? 'ts' : undefined;
}
