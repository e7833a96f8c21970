import type { StoreFault } from '../core/ledger/fault';

/** A store refused or failed; `fault` says why, and presentation puts it into words. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;

  constructor(fault: StoreFault) {
    super('file' in fault ? `${fault.code}: ${fault.file}` : fault.code);
    this.fault = fault;
  }
}

/** The fault of a StoreError, of whichever bundle's class it is; undefined for any other error. */
export function faultIn(error: unknown): StoreFault | undefined {
  return error instanceof Error && error.name === 'StoreError' && 'fault' in error ? (error.fault as StoreFault) : undefined;
}

/** The system's name of an error, such as `ENOSPC`. */
export function causeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
