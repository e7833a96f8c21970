/** Puts a sentence into the reader's language. The English sentence is the key; `{0}` stands for an argument. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** English as it stands, with its arguments filled in. */
export const plainTranslate: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));

/** `a`, `a or b`, `a, b or c`. */
export function orList(items: readonly string[], t: Translate): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : t('{0} or {1}', items.slice(0, -1).join(', '), last);
}

/** `a`, `a and b`, `a, b and c`. */
export function andList(items: readonly string[], t: Translate): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : t('{0} and {1}', items.slice(0, -1).join(', '), last);
}
