import { AccountError } from './accountError';

/** Whose API it is, as entries name it. */
export const ACCOUNT_PROVIDER = 'kling';

/** The provider's address outside China, from its page on general information; inside China it is `https://api-beijing.klingai.com`. */
export const DEFAULT_BASE_URL = 'https://api-singapore.klingai.com';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks the address that keys are sent to: https, or http to this very machine; no user, query or fragment. A path is
 * kept, since gateways put one before the provider's. Throws an AccountError.
 */
export function checkBaseUrl(text: string): URL {
  if (!URL.canParse(text)) throw new AccountError({ code: 'badAddress', reason: 'notUrl' });
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!isSafe) throw new AccountError({ code: 'badAddress', reason: 'notHttps' });
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new AccountError({ code: 'badAddress', reason: 'hasExtras' });
  }
  return url;
}

/** The address of an endpoint below the base. */
export function endpointUrl(base: URL, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(base);
  url.pathname = url.pathname.replace(/\/+$/, '') + path;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
