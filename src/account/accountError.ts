import type { AccountFault, AccountProblem } from '../core/account/fault';

/** Why the account API gave nothing. The message is for logs and names no key; presentation has the sentence for people. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly fault: AccountFault;

  constructor(problem: AccountProblem, endpoint?: string) {
    super(endpoint === undefined ? problem.code : `${endpoint}: ${problem.code}`);
    this.fault = { problem, ...(endpoint === undefined ? {} : { endpoint }) };
  }
}
