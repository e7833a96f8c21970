/** What a command prints, and the code it ends with; 0 unless told. */
export interface CommandResult {
  readonly output: string;
  /** Lines for standard error. */
  readonly errors?: readonly string[];
  readonly exitCode?: number;
}

/** The day of the machine, YYYY-MM-DD. */
export type Today = () => string;
