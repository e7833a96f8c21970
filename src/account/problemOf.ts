import type { AccountProblem, CredentialKind } from '../core/account/fault';

/** What an answer says of a call that it does not fulfil. */
export interface Refusal {
  readonly status: number;
  /** The code in its body; 0 for none. */
  readonly answerCode: number;
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
}

/**
 * The problem behind a refusal. The code in the body decides before the status, since refusals also come with status 200.
 * Codes and statuses as in the provider's error table.
 */
export function problemOf({ status, answerCode, detail, retryAfterSeconds }: Refusal, credential: CredentialKind): AccountProblem {
  const said = detail === undefined || detail === '' ? {} : { detail };
  const code = answerCode === 0 ? {} : { answerCode };
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  switch (answerCode) {
    case 1000: case 1001: case 1002: case 1003: case 1004: return { code: 'unauthorized', credential, answerCode, ...said };
    case 1100: case 1101: case 1102: return { code: 'accountState', answerCode, ...said };
    case 1103: return { code: 'forbidden', ...said };
    case 1202: case 1203: return { code: 'notFound', ...said };
    case 1302: return { code: 'rateLimited', ...wait };
    case 1303: return { code: 'tooManyTasks' };
    case 1304: return { code: 'addressNotListed' };
    case 5000: case 5001: case 5002: return { code: 'serverError', status, answerCode, ...said };
    default:
  }
  if (status === 401) return { code: 'unauthorized', credential, ...code, ...said };
  if (status === 403) return { code: 'forbidden', ...said };
  if (status === 404 || status === 405) return { code: 'notFound', ...said };
  if (status === 429) return { code: 'rateLimited', ...wait };
  if (status >= 500) return { code: 'serverError', status, ...code, ...said };
  return { code: 'refused', status, ...code, ...said };
}
