/** What the caller identifies itself with: an API key, or an access key whose secret key signs a token. */
export type CredentialKind = 'apiKey' | 'accessKey';

/** What a field of an answer should have been. */
export type Expected =
  | 'number' | 'text' | 'list' | 'object' | 'yesNo' | 'amount' | 'time' | 'pastTime' | 'seconds' | 'nextPage' | 'other';

/**
 * Why a call to the account API gave nothing. The meaning of the provider's codes is that of its published error table:
 * 1000–1004 authentication, 1100–1103 account and permission, 1200–1203 the request, 1302 rate, 1303 tasks at the same
 * time, 1304 list of allowed addresses, 5000–5002 the server. `detail` is the server's own sentence, without keys.
 */
export type AccountProblem =
  | { readonly code: 'badAddress'; readonly reason: 'notUrl' | 'notHttps' | 'hasExtras' }
  | { readonly code: 'badCredentials'; readonly credential: CredentialKind }
  | { readonly code: 'unauthorized'; readonly credential: CredentialKind; readonly answerCode?: number; readonly detail?: string }
  | { readonly code: 'rateLimited'; readonly retryAfterSeconds?: number }
  | { readonly code: 'tooManyTasks' }
  | { readonly code: 'addressNotListed' }
  | { readonly code: 'forbidden'; readonly detail?: string }
  | { readonly code: 'accountState'; readonly answerCode: number; readonly detail?: string }
  | { readonly code: 'notFound'; readonly detail?: string }
  | { readonly code: 'refused'; readonly status: number; readonly answerCode?: number; readonly detail?: string }
  | { readonly code: 'serverError'; readonly status: number; readonly answerCode?: number; readonly detail?: string }
  | { readonly code: 'timeout'; readonly seconds: number }
  | { readonly code: 'network'; readonly detail: string }
  | { readonly code: 'redirect'; readonly to?: string }
  | { readonly code: 'tooLarge'; readonly bytes: number }
  | { readonly code: 'empty' }
  | { readonly code: 'notJson' }
  | { readonly code: 'wrongShape'; readonly field: string; readonly expected: Expected; readonly missing: boolean }
  | { readonly code: 'tooManyPages'; readonly pages: number };

/** A problem with the call that met it, such as `GET /account/costs`; a problem of the settings has no call. */
export interface AccountFault {
  readonly endpoint?: string;
  readonly problem: AccountProblem;
}
