export interface ServerOptions {
  /** The packaged extensions to install first. */
  vsix?: string | string[];
  /** Lets a page run an extension's tests; holds back toasts and dialogs. */
  testMode?: boolean;
  /** Leaves every folder in Restricted Mode. */
  untrusted?: boolean;
  settings?: Record<string, unknown>;
}

export interface Server {
  url: string;
  authority: string;
  userFolder: string;
  settingsFile: string;
  /** The page's address for a folder, with what the workbench is to do first. */
  page(folder: string, payload?: [string, string][]): string;
  /** Settles when the server has ended. */
  closed: Promise<unknown>;
  stop(): Promise<void>;
}

export function startServer(options?: ServerOptions): Promise<Server>;
