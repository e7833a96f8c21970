import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import type { CredentialKind } from '../core/account/fault';
import { AccountError } from './accountError';

/** What the user got from the provider's console. */
export type Credentials = { readonly apiKey: string } | { readonly accessKey: string; readonly secretKey: string };

/** Credentials that were checked, ready to sign calls with. */
export interface Signer {
  readonly kind: CredentialKind;
  /** The value of the `Authorization` header for a call at `now`, in milliseconds since 1970. */
  readonly authorization: (now: number) => Promise<string>;
  /** Tells accounts apart in a cache without keeping a key. */
  readonly fingerprint: string;
  /** Takes every key, and every token made so far, out of a text that somebody else wrote. */
  readonly redact: (text: string) => string;
}

// Other characters end in an error of `fetch` that shows the header with the key.
const PRINTABLE = /^[\x21-\x7e]{1,4096}$/;
const TOKEN_SECONDS = 1800;
const CLOCK_SLACK_SECONDS = 5;
const FINGERPRINT_LENGTH = 16;

/**
 * Checks credentials. An API key is sent as it is; an access key becomes a token of the form the provider's page on
 * authentication prescribes: HS256, `iss` the access key, `exp` in 1,800 seconds, `nbf` 5 seconds ago.
 * Throws an AccountError for a key that no header can hold.
 */
export function createSigner(credentials: Credentials): Signer {
  const kind = 'apiKey' in credentials ? 'apiKey' : 'accessKey';
  const keys = 'apiKey' in credentials ? [credentials.apiKey] : [credentials.secretKey, credentials.accessKey];
  if (!keys.every((key) => PRINTABLE.test(key))) throw new AccountError({ code: 'badCredentials', credential: kind });
  const hidden = new Set(keys);
  return {
    kind,
    authorization: async (now) => {
      if ('apiKey' in credentials) return `Bearer ${credentials.apiKey}`;
      const token = await signToken(credentials.accessKey, credentials.secretKey, Math.floor(now / 1000));
      hidden.add(token);
      return `Bearer ${token}`;
    },
    fingerprint: createHash('sha256').update(['account cache', ...keys].join('\n')).digest('hex').slice(0, FINGERPRINT_LENGTH),
    redact: (text) => [...hidden].reduce((redacted, key) => redacted.replaceAll(key, '…'), text),
  };
}

function signToken(accessKey: string, secretKey: string, seconds: number): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(accessKey)
    .setExpirationTime(seconds + TOKEN_SECONDS)
    .setNotBefore(seconds - CLOCK_SLACK_SECONDS)
    .sign(new TextEncoder().encode(secretKey));
}
