import { createScanner, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { scheduleSchema } from '../core/pricing/schedule';
import type { PriceSchedule } from '../core/pricing/schedule';
import { LineIndex } from '../core/text';
import type { ScheduleError, ScheduleFault } from '../presentation/scheduleError';
import { checkSchedule } from './checkSchedule';
import { faultOf, placeOf, valueOf } from './jsonFaults';

export type ReadSchedule = { readonly schedule: PriceSchedule } | { readonly error: ScheduleError };

/** Far more levels than a price schedule has, and far fewer than fit on the stack. */
const MOST_LEVELS = 100;

/** Reads a price schedule from JSON, comments allowed; or says what is wrong first, and where. `path` is for the error. */
export function readSchedule(text: string, path: string): ReadSchedule {
  const source = text.replace(/^\uFEFF/, '');
  const lines = new LineIndex(source);
  const fail = (offset: number, fault: ScheduleFault, more = 0): ReadSchedule => {
    const { line, column } = lines.positionAt(offset);
    return { error: { path, line: line + 1, column: column + 1, fault, more } };
  };

  if (source.trim() === '') return fail(0, { code: 'empty' });
  const tooDeep = placeTooDeep(source);
  if (tooDeep !== undefined) return fail(tooDeep, { code: 'tooDeep', most: MOST_LEVELS });
  const problems: ParseError[] = [];
  const root = parseTree(source, problems, { allowTrailingComma: true });
  const problem = problems[0];
  if (problem) return fail(problem.offset, { code: 'notJson', detail: printParseErrorCode(problem.error) });
  if (!root) return fail(0, { code: 'notJson', detail: 'ValueExpected' });

  const parsed = scheduleSchema.safeParse(valueOf(root));
  const faults = parsed.success ? checkSchedule(parsed.data) : parsed.error.issues.map((issue) => faultOf(issue, root));
  const first = faults[0];
  if (first) return fail(placeOf(root, first).offset, first.fault, faults.length - 1);
  return parsed.success ? { schedule: parsed.data } : fail(0, { code: 'invalid', detail: parsed.error.message });
}

/** The offset of the first bracket that stands too deep to be read. */
function placeTooDeep(source: string): number | undefined {
  const scanner = createScanner(source, true);
  let levels = 0;
  // Only the end has no length, and only a bracket is one bracket long.
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const offset = scanner.getTokenOffset();
    const token = scanner.getTokenLength() === 1 ? source.charAt(offset) : '';
    if (token === '{' || token === '[') levels += 1;
    if (token === '}' || token === ']') levels -= 1;
    if (levels > MOST_LEVELS) return offset;
  }
  return undefined;
}
