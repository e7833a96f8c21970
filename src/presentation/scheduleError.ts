import { nearNames } from './nearNames';
import { orList } from './translate';
import type { Translate } from './translate';
import { visible } from './visible';

/** How many names a remedy lists; of more only the near ones. */
const MOST_NAMES = 12;

/** What is wrong with a price schedule, whoever wrote it. */
export type ScheduleFault =
  | { readonly code: 'empty' }
  | {
      readonly code: 'notJson';
      /** The parser's name for the error, such as `CommaExpected`. */
      readonly detail: string;
    }
  | {
      readonly code: 'tooDeep';
      /** How many levels are read. */
      readonly most: number;
    }
  | { readonly code: 'missing'; readonly key: string }
  | { readonly code: 'unknownKey'; readonly key: string }
  | { readonly code: 'wrongType'; readonly expected: string }
  | { readonly code: 'notOneOf'; readonly allowed: readonly string[] }
  | { readonly code: 'notDate' }
  | { readonly code: 'tooSmall'; readonly what: 'list' | 'text' | 'number' }
  | { readonly code: 'invalid'; readonly detail: string }
  | { readonly code: 'unknownName'; readonly what: 'source' | 'pool' | 'model'; readonly name: string; readonly known: readonly string[] }
  | { readonly code: 'duplicate'; readonly what: 'model' | 'package'; readonly name: string }
  | { readonly code: 'overlap'; readonly other: number }
  | { readonly code: 'reversed'; readonly low: string | number; readonly high: string | number };

/** A fault at its place in a file; line and column are 1-based. `more` other faults were found with it. */
export interface ScheduleError {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly fault: ScheduleFault;
  readonly more: number;
}

/** What is wrong, and what to do about it. */
export interface ScheduleErrorText {
  readonly message: string;
  readonly remedy: string;
}

/** One line: file, place, what is wrong and the remedy. */
export function scheduleErrorLine(error: ScheduleError, t: Translate): string {
  const { message, remedy } = scheduleErrorText(error, t);
  const line = t('{0}:{1}:{2}: {3}; {4}', error.path, error.line, error.column, message, remedy);
  return error.more > 0 ? t('{0} ({1} more in this file)', line, error.more) : line;
}

export function scheduleErrorText({ fault }: Pick<ScheduleError, 'fault'>, t: Translate): ScheduleErrorText {
  switch (fault.code) {
    case 'empty':
      return { message: t('the file is empty'), remedy: t('write a price schedule') };
    case 'notJson':
      return { message: t('this is not JSON: {0}', syntaxError(fault.detail, t)), remedy: t('correct the syntax here') };
    case 'tooDeep':
      return { message: t('more than {0} levels of brackets', fault.most), remedy: t('write a price schedule, which has six at most') };
    case 'missing':
      return { message: t('"{0}" is missing', fault.key), remedy: t('add "{0}" here', fault.key) };
    case 'unknownKey':
      return { message: t('"{0}" is not a key of a price schedule', visible(fault.key)), remedy: t('remove it or correct its name') };
    case 'wrongType':
      return { message: t('this value has the wrong type'), remedy: t('write {0} here', fault.expected) };
    case 'notOneOf':
      return { message: t('this value is not allowed'), remedy: t('write {0}', orList(fault.allowed.map((value) => `"${value}"`), t)) };
    case 'notDate':
      return { message: t('this is not a date'), remedy: t('write a date such as "{0}"', '2026-11-21') };
    case 'tooSmall':
      return { message: tooSmall(fault.what, t), remedy: t('correct it') };
    case 'invalid':
      return { message: t('this value is not valid: {0}', fault.detail), remedy: t('correct it') };
    case 'unknownName':
      return {
        message: unknownName(fault.what, visible(fault.name), t),
        remedy: unknownNameRemedy(fault.name, fault.known, t),
      };
    case 'duplicate':
      return {
        message:
          fault.what === 'model'
            ? t('two models share the name "{0}"', visible(fault.name))
            : t('two packages share the id "{0}"', visible(fault.name)),
        remedy: t('rename one'),
      };
    case 'overlap':
      return {
        message: t('this rate and rate {0} hold for the same request', fault.other + 1),
        remedy: t('give them different models, conditions or dates'),
      };
    case 'reversed':
      return { message: t('{0} is not before {1}', fault.low, fault.high), remedy: t('exchange or correct them') };
  }
}

function unknownName(what: 'source' | 'pool' | 'model', name: string, t: Translate): string {
  switch (what) {
    case 'source': return t('"{0}" is not in "sources"', name);
    case 'pool': return t('"{0}" is not in "pools"', name);
    case 'model': return t('"{0}" is not the id of one of "models"', name);
  }
}

function unknownNameRemedy(name: string, known: readonly string[], t: Translate): string {
  const near = known.length > MOST_NAMES ? nearNames(name, known) : known;
  return near.length > 0 ? t('use {0}, or add it there', orList(near, t)) : t('add it there');
}

function tooSmall(what: 'list' | 'text' | 'number', t: Translate): string {
  switch (what) {
    case 'list': return t('this list must not be empty');
    case 'text': return t('this text must not be empty');
    case 'number': return t('this number must be above 0');
  }
}

/** A parser's error in plain words. */
function syntaxError(name: string, t: Translate): string {
  switch (name) {
    case 'CommaExpected': return t('a comma is missing');
    case 'ColonExpected': return t('a colon is missing');
    case 'ValueExpected': return t('a value is missing');
    case 'PropertyNameExpected': return t('a key in double quotes is missing');
    case 'CloseBraceExpected': return t('a closing brace, }, is missing');
    case 'CloseBracketExpected': return t('a closing bracket, ], is missing');
    case 'EndOfFileExpected': return t('there is more after its end');
    case 'InvalidNumberFormat':
    case 'UnexpectedEndOfNumber': return t('this number is not complete');
    case 'UnexpectedEndOfString': return t('the text has no closing quote');
    case 'UnexpectedEndOfComment': return t('the comment has no end');
    case 'InvalidUnicode':
    case 'InvalidEscapeCharacter': return t('what follows the backslash is not known');
    case 'InvalidCharacter': return t('a character that must be escaped stands in the text');
    case 'InvalidSymbol': return t('a word stands here without quotes');
    default: return t('the syntax is wrong');
  }
}
