import { readToPage } from '../presentation/sidebar/messages';
import type { FromPage, ToPage } from '../presentation/sidebar/messages';

interface Host {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();

export const send = (message: FromPage): void => { host.postMessage(message); };
export const savedState = (): unknown => host.getState();
export const saveState = (state: unknown): void => { host.setState(state); };

/** Calls back with each message of the editor that is one; gives what ends that. */
export function listen(listener: (message: ToPage) => void): () => void {
  const heard = ({ data }: MessageEvent<unknown>): void => {
    const message = readToPage(data);
    if (message) listener(message);
  };
  window.addEventListener('message', heard);
  return () => { window.removeEventListener('message', heard); };
}
