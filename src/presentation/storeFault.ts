import type { StoreFault } from '../core/ledger/fault';
import type { Translate } from './translate';
import { visible, visibleInFull } from './visible';

/** What went wrong with the usage log, and what to do about it. */
export interface StoreFaultText {
  readonly message: string;
  readonly remedy: string;
}

/** One line: what went wrong and the remedy. */
export function storeFaultLine(fault: StoreFault, t: Translate): string {
  const { message, remedy } = storeFaultText(fault, t);
  return t('{0}; {1}', message, remedy);
}

export function storeFaultText(fault: StoreFault, t: Translate): StoreFaultText {
  const file = 'file' in fault ? visibleInFull(fault.file) : '';
  switch (fault.code) {
    case 'unknownEntry':
      return { message: t('the usage log has no entry and no task "{0}"', visible(fault.id)), remedy: t('record its charge, or look for its id in the log') };
    case 'unknownBatch':
      return { message: t('the usage log has no batch "{0}"', visible(fault.id)), remedy: t('use the id that was told when it was reserved; it starts with plan-') };
    case 'alreadySettled':
      return { message: t('"{0}" is settled: it was charged', visible(fault.id)), remedy: t('correct the entry, or use the id of another task') };
    case 'alreadyReserved':
      return { message: t('"{0}" is reserved already, with another amount', visible(fault.id)), remedy: t('release it first, or use the id of another task') };
    case 'notSettled':
      return { message: t('"{0}" is not settled, so there is no charge to correct', visible(fault.id)), remedy: t('settle it with the right amount') };
    case 'badAmount':
      return { message: t('the amount is not a number from 0 to 9,007,199,254'), remedy: t('correct it') };
    case 'badLine':
      return { message: t('the entry cannot be kept, since nobody could read it: {0}', visible(fault.reason)), remedy: t('correct it') };
    case 'notAFile':
      return { message: t('{0} is not a file', file), remedy: t('name a file for the usage log') };
    case 'cannotRead':
      return { message: t('{0} cannot be read: {1}', file, causeText(fault.cause, t)), remedy: remedyOf(fault.cause, t) };
    case 'cannotWrite':
      return { message: t('{0} cannot be written: {1}', file, causeText(fault.cause, t)), remedy: remedyOf(fault.cause, t) };
    case 'cannotLock':
      return { message: t('the lock {0} cannot be used: {1}', file, causeText(fault.cause, t)), remedy: remedyOf(fault.cause, t) };
    case 'notFlushed':
      return { message: t('{0} is written, and perhaps not on disk: {1}', file, causeText(fault.cause, t)), remedy: remedyOf(fault.cause, t) };
    case 'shortWrite':
      return { message: t('only a part of a line could be written to {0}', file), remedy: t('make room on the disk') };
    case 'locked':
      return {
        message: t('another process holds the lock {0}: {1}', file, visible(fault.owner)),
        remedy: t('wait for it or end it; if there is none, delete that file'),
      };
  }
}

/** Why the system refused, in words where we know the name of the error. */
function causeText(cause: string, t: Translate): string {
  switch (cause) {
    case 'ENOENT': case 'ENOTDIR': return t('there is no such folder');
    case 'EACCES': case 'EPERM': return t('permission denied');
    case 'EROFS': return t('the disk is read-only');
    case 'ENOSPC': case 'EDQUOT': return t('the disk is full');
    case 'EIO': return t('the disk failed');
    default: return visibleInFull(cause);
  }
}

function remedyOf(cause: string, t: Translate): string {
  switch (cause) {
    case 'ENOENT': case 'ENOTDIR': return t('create the folder, or name another place for the usage log');
    case 'ENOSPC': case 'EDQUOT': return t('make room on the disk');
    case 'EIO': return t('check the disk');
    default: return t('make it writable, or name another place for the usage log');
  }
}
