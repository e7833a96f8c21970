import { MOST_COPIES } from '../core/batch/listRow';
import type { RowFault } from '../core/batch/listRow';
import type { ListColumn, TwoColumns } from '../core/batch/listColumns';
import { FEATURES } from '../core/request/resolved';
import { nearNames } from './nearNames';
import { orList } from './translate';
import type { Translate } from './translate';
import { visible } from './visible';

/** Why a prompt list cannot be read; lines are from 1. */
export type ListFault =
  | { readonly code: 'empty' | 'binary' | 'noList' }
  | { readonly code: 'noColumns'; readonly names: readonly string[] }
  | ({ readonly code: 'twoColumns' } & TwoColumns)
  | { readonly code: 'notJson' | 'openQuote' | 'quote'; readonly line: number }
  | { readonly code: 'badCsv'; readonly line: number; readonly detail: string }
  | { readonly code: 'longRow'; readonly line: number; readonly most: number }
  | { readonly code: 'tooMany' | 'tooLong' | 'tooDeep'; readonly most: number };

/** One line: what is wrong with a list, and the remedy. */
export function listFaultText(fault: ListFault, t: Translate): string {
  switch (fault.code) {
    case 'empty': return t('it has no rows; write one row for each prompt');
    case 'binary': return t('it is not a text; save it as CSV, JSON or text');
    case 'noList': return t('it holds no list; write an array of prompts or of objects');
    case 'noColumns':
      return t('the first line names no column that is known ({0}); name them, such as prompt,model,mode,duration,priority', fault.names.map((name) => `"${visible(name)}"`).join(', '));
    case 'twoColumns': return twoColumnsText(fault, t);
    case 'notJson': return t('line {0}: this is not JSON; correct it', fault.line);
    case 'openQuote': return t('line {0}: a quotation mark is opened and never closed; close it', fault.line);
    case 'quote': return t('line {0}: a quotation mark stands in the middle of a cell; put the whole cell in quotation marks and double those within', fault.line);
    case 'badCsv': return t('line {0}: this is not CSV ({1}); correct it', fault.line, visible(fault.detail));
    case 'longRow': return t('line {0}: the row is longer than {1} characters; is a quotation mark missing?', fault.line, fault.most);
    case 'tooMany': return t('it has more than {0} rows; split it', fault.most);
    case 'tooLong': return t('it is longer than {0} characters; write it as JSON Lines', fault.most);
    case 'tooDeep': return t('it nests deeper than {0} levels; write an array of flat objects', fault.most);
  }
}

/** What is wrong with a row, and the remedy. */
export function rowFaultText(fault: RowFault, t: Translate): string {
  switch (fault.code) {
    case 'badValue': return t('{0} "{1}" cannot be read; {2}', visible(fault.name.trim()), visible(fault.value), wanted(fault.column, fault.value, t));
    case 'notText': return t('{0} is neither text nor number; {1}', visible(fault.name.trim()), wanted(fault.column, '', t));
    case 'twoColumns': return twoColumnsText(fault, t);
    case 'cells':
      return fault.cells === 1
        ? t('the row has 1 cell and the first line {0} names; put text with commas in quotation marks', fault.names)
        : t('the row has {0} cells and the first line {1} names; put text with commas in quotation marks', fault.cells, fault.names);
    case 'notJson': return t('the line is not JSON; write one object on each line');
    case 'notARow': return t('this is neither an object nor a text; write a prompt, or an object with its parameters');
  }
}

function twoColumnsText({ names: [one, other] }: TwoColumns, t: Translate): string {
  return one.trim() === other.trim()
    ? t('there are two columns "{0}"; remove one of them', visible(one.trim()))
    : t('the columns "{0}" and "{1}" tell the same; remove one of them', visible(one.trim()), visible(other.trim()));
}

function wanted(column: ListColumn, value: string, t: Translate): string {
  switch (column) {
    case 'feature': {
      const near = nearNames(value, FEATURES);
      return t('use a feature, such as {0}', orList(near.length > 0 ? near : ['text2video', 'image2video'], t));
    }
    case 'mode': return t('use std, pro or 4k');
    case 'resolution': return t('use 720p, 1080p, 1k, 2k or 4k');
    case 'durationSeconds': return t('use seconds above 0, such as 5');
    case 'audio': case 'voice': case 'videoInput': case 'referenceImage': return t('use on or off');
    case 'count': case 'copies': return t('use a whole number from 1 to {0}', MOST_COPIES);
    case 'priority': return t('use a number with three decimals at most; the higher, the sooner');
    case 'prompt': case 'provider': case 'model': case 'scene': return t('use text');
  }
}
