import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type * as z from 'zod';
import type { Limit } from '../core/budget/limit';
import { readPackageSetting } from '../core/budget/packageSettings';
import type { PackageSetting } from '../core/budget/packageSettings';
import type { DayKind } from '../core/budget/period';
import { daySetting, readLimitSetting, timeZoneSetting } from '../core/budget/settings';
import { LineIndex } from '../core/text';
import { isTooDeep } from '../parsers/depth';
import type { ScheduleFault } from '../presentation/scheduleError';
import type { SettingError, SettingKey } from '../presentation/settingError';
import { faultOf, placeOf, valueOf } from './jsonFaults';

/** What a settings file says of the budget. */
export interface BudgetSettings {
  readonly daily?: Limit;
  readonly monthly?: Limit;
  readonly timeZone?: string;
  readonly day?: DayKind;
  readonly packages: readonly PackageSetting[];
}

export interface ReadBudgetSettings {
  readonly settings: BudgetSettings;
  /** What is wrong; such a setting is not in `settings`. One without a key is of the whole file. */
  readonly errors: readonly SettingError[];
}

/** Reads the budget from the text of a VS Code settings file: JSON with comments. `path` is for the errors. */
export function readBudgetSettings(text: string, path: string): ReadBudgetSettings {
  const source = text.replace(/^\uFEFF/, '');
  const lines = new LineIndex(source);
  const errors: SettingError[] = [];
  const fail = (offset: number, fault: ScheduleFault, key?: SettingKey): void => {
    const { line, column } = lines.positionAt(offset);
    errors.push({ path, line: line + 1, column: column + 1, ...(key === undefined ? {} : { key }), fault });
  };
  const found = rootOf(source);
  if (found && 'fault' in found) fail(found.offset, found.fault);
  const root = found && 'type' in found ? found : undefined;

  const read = <Value>(key: SettingKey, node: Node | undefined, parse: (value: unknown) => Parsed<Value>): Value | undefined => {
    if (!node) return undefined;
    const parsed = parse(valueOf(node));
    if ('data' in parsed) return parsed.data;
    const found = parsed.issues.map((issue) => faultOf(issue, node))[0];
    if (found) fail(placeOf(node, found).offset, found.fault, key);
    return undefined;
  };
  const nodeOf = (key: SettingKey): Node | undefined => root && findNodeAtLocation(root, [key]);
  const limit = (key: 'klingCost.budget.daily' | 'klingCost.budget.monthly', period: Limit['period']): Limit | undefined =>
    read(key, nodeOf(key), (value) => {
      const found = readLimitSetting(period, value);
      return 'value' in found ? { data: found.value } : found;
    });

  const daily = limit('klingCost.budget.daily', 'daily');
  const monthly = limit('klingCost.budget.monthly', 'monthly');
  const timeZone = read('klingCost.budget.timeZone', nodeOf('klingCost.budget.timeZone'), (value) => parsedBy(timeZoneSetting, value));
  const day = read('klingCost.budget.day', nodeOf('klingCost.budget.day'), (value) => parsedBy(daySetting, value));
  const list = nodeOf('klingCost.packages');
  if (list && list.type !== 'array') fail(list.offset, { code: 'wrongType', expected: 'a list in [ ]' }, 'klingCost.packages');
  const packages = (list?.type === 'array' ? (list.children ?? []) : []).flatMap(
    (node) => read('klingCost.packages', node, (value) => outcome(readPackageSetting(value))) ?? [],
  );
  return {
    settings: {
      ...(daily && { daily }),
      ...(monthly && { monthly }),
      ...(timeZone === undefined || timeZone === '' ? {} : { timeZone }),
      ...(day && { day }),
      packages,
    },
    errors,
  };
}

type Parsed<Value> = { readonly data: Value } | { readonly issues: readonly z.core.$ZodIssue[] };

/** The object of the file, or what is wrong with it; undefined when there is nothing in it. */
export function rootOf(source: string): Node | { readonly offset: number; readonly fault: ScheduleFault } | undefined {
  if (isTooDeep(source)) return { offset: 0, fault: { code: 'invalid', detail: 'it is nested too deep' } };
  const problems: ParseError[] = [];
  const root = parseTree(source, problems, { allowTrailingComma: true, allowEmptyContent: true });
  const problem = problems[0];
  if (problem) return { offset: problem.offset, fault: { code: 'notJson', detail: printParseErrorCode(problem.error) } };
  return !root || root.type === 'object' ? root : { offset: 0, fault: { code: 'wrongType', expected: 'an object in { }' } };
}

function parsedBy<Value>(schema: z.ZodType<Value>, value: unknown): Parsed<Value> {
  return outcome(schema.safeParse(value));
}

function outcome<Value>(result: z.ZodSafeParseResult<Value>): Parsed<Value> {
  return result.success ? { data: result.data } : { issues: result.error.issues };
}
