/** What a command prints, and the code it ends with; 0 unless told. */
export interface CommandResult {
  readonly output: string;
  /** Lines for standard error. */
  readonly errors?: readonly string[];
  readonly exitCode?: number;
}

/** What the user must know about a command besides its result: lines for standard error, and whether to end with 2. */
export interface Notices {
  readonly lines: readonly string[];
  readonly isBadUsage: boolean;
}

/** The day of the machine, YYYY-MM-DD. */
export interface Today {
  (): string;
  /** Keeps a question that is asked once the command has ended: what there is to be said about it. */
  readonly atEnd?: (notices: () => Notices) => void;
}
