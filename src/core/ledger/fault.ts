/** Why a store refused or failed. */
export type StoreFault =
  | { readonly code: 'unknownEntry'; readonly id: string }
  | { readonly code: 'unknownBatch'; readonly id: string }
  /** A charge cannot be given back, and its task cannot be reserved again. */
  | { readonly code: 'alreadySettled'; readonly id: string }
  /** A task that is reserved keeps its amount; another amount would go unchecked. */
  | { readonly code: 'alreadyReserved'; readonly id: string }
  /** Only what was charged can be corrected. */
  | { readonly code: 'notSettled'; readonly id: string }
  | { readonly code: 'badAmount' }
  /** The line would not be read again; `reason` says why. */
  | { readonly code: 'badLine'; readonly reason: string }
  /** `cause` is the system's name of the error, such as `EACCES`. notFlushed: written, and perhaps not on disk. */
  | { readonly code: 'cannotRead' | 'cannotWrite' | 'cannotLock' | 'notFlushed'; readonly file: string; readonly cause: string }
  | { readonly code: 'notAFile'; readonly file: string }
  /** Only a part of a line was written; it is left, and the whole line is written again. */
  | { readonly code: 'shortWrite'; readonly file: string }
  | { readonly code: 'locked'; readonly file: string; readonly owner: string };
