import fs from 'node:fs';
import { TextDecoder } from 'node:util';
import { listFaultText } from '../presentation/batchListFault';
import { plainTranslate as t } from '../presentation/translate';
import { visibleInFull } from '../presentation/visible';
import { ListError, listFormatOf, readPromptList } from '../service/batchList';
import type { PromptList } from '../service/batchList';
import { systemReason } from './session';
import { UsageError } from './usageError';

/** Reads a prompt list piece by piece. Throws a UsageError with the file, the line and the remedy when it cannot be read. */
export async function readList(file: string): Promise<PromptList> {
  const format = listFormatOf(file) ?? 'text';
  try {
    // A pipe or a device would be waited for, or never end.
    if (!fs.statSync(file).isFile()) throw new UsageError(`${visibleInFull(file)} is not a file; write the list to a file and name that`);
    return await readPromptList(format, textOf(file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const shown = visibleInFull(file);
    if (error instanceof ListError) throw new UsageError(`${shown}: ${listFaultText(error.fault, t)}`);
    if (error instanceof Error && 'code' in error && 'syscall' in error) throw new UsageError(`${shown} cannot be read: ${systemReason(error)}; name an existing list`);
    throw error;
  }
}

/** The text of a file in pieces; what starts as UTF-16 is read as that. */
async function* textOf(file: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const bytes of fs.createReadStream(file) as AsyncIterable<Buffer>) {
    const mark = bytes.subarray(0, 2).toString('latin1');
    decoder ??= new TextDecoder(mark === '\xFF\xFE' ? 'utf-16le' : mark === '\xFE\xFF' ? 'utf-16be' : 'utf-8');
    yield decoder.decode(bytes, { stream: true });
  }
  if (decoder) yield decoder.decode();
}
