import * as vscode from 'vscode';

/**
 * Runs what the editor asked for. The one broad catch: a failure is logged and answered with nothing, so that one
 * request never takes the editor's other features with it.
 */
export async function guarded<T>(log: vscode.LogOutputChannel, what: string, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof vscode.CancellationError)) {
      log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    return undefined;
  }
}
