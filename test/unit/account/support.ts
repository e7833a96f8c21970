// A client of the account server on loopback, with a clock that only the test moves.
import type { AccountFault } from '../../../src/core/account/fault';
import { AccountError } from '../../../src/account/accountError';
import { createAccountClient } from '../../../src/account/client';
import type { AccountClient, AccountClientOptions } from '../../../src/account/client';
import { API_KEY, startAccountServer } from '../../support/accountServer';
import type { AccountServer } from '../../support/accountServer';

export const NOW = Date.UTC(2026, 10, 21, 12);

export interface Rig {
  readonly server: AccountServer;
  readonly clock: { now: number; readonly slept: number[]; readonly timeouts: AbortController[] };
  readonly client: (options?: Partial<AccountClientOptions>) => AccountClient;
}

/** Calls `use` with a server and clients of it, and ends the server. */
export async function withServer(use: (rig: Rig) => Promise<void>): Promise<void> {
  const clock: Rig['clock'] = { now: NOW, slept: [], timeouts: [] };
  const server = await startAccountServer(() => clock.now);
  const timers = {
    now: () => clock.now,
    sleep: (ms: number) => {
      clock.slept.push(ms);
      clock.now += ms;
      return Promise.resolve();
    },
    timeout: () => {
      const controller = new AbortController();
      clock.timeouts.push(controller);
      return controller.signal;
    },
  };
  try {
    await use({
      server,
      clock,
      client: (options) => createAccountClient({ baseUrl: server.url, credentials: { apiKey: API_KEY }, fetch, timers, ...options }),
    });
  } finally {
    await server.close();
  }
}

/** The fault that a call ends in; fails when it does not. */
export async function faultOf(call: Promise<unknown>): Promise<AccountFault> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AccountError) return error.fault;
    throw error;
  }
  throw new Error('the call should have failed');
}
