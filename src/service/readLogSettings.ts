import { findNodeAtLocation } from 'jsonc-parser';
import * as z from 'zod';
import { LineIndex } from '../core/text';
import type { SettingError, SettingKey } from '../presentation/settingError';
import { faultOf, valueOf } from './jsonFaults';
import { rootOf } from './readBudgetSettings';

/** What a settings file says of the usage log. */
export interface LogSettings {
  readonly path?: string;
  /** Whether the start of a prompt is kept, or only a digest of the request. */
  readonly prompt?: 'hash' | 'preview';
}

const pathSchema = z.string();
const promptSchema = z.enum(['hash', 'preview']);

/** Reads where the log is from the text of a VS Code settings file: JSON with comments. `path` is for the error. */
export function readLogSettings(text: string, path: string): { readonly settings: LogSettings } | { readonly error: SettingError } {
  const source = text.replace(/^\uFEFF/, '');
  const place = (offset: number): { line: number; column: number } => {
    const { line, column } = new LineIndex(source).positionAt(offset);
    return { line: line + 1, column: column + 1 };
  };
  const root = rootOf(source);
  if (root && 'fault' in root) return { error: { path, ...place(root.offset), fault: root.fault } };
  let error: SettingError | undefined;
  const read = <Value>(key: SettingKey, schema: z.ZodType<Value>): Value | undefined => {
    const node = root && findNodeAtLocation(root, [key]);
    if (!node) return undefined;
    const parsed = schema.safeParse(valueOf(node));
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) error ??= { path, ...place(node.offset), key, fault: faultOf(issue, node).fault };
    return undefined;
  };
  const file = read('klingCost.usageLog.path', pathSchema);
  const prompt = read('klingCost.usageLog.prompt', promptSchema);
  if (error) return { error };
  return { settings: { ...(file === undefined || file.trim() === '' ? {} : { path: file }), ...(prompt && { prompt }) } };
}
