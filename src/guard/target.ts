import { RefusalError } from './refusal';
import { upstreams } from './upstreams';
import type { UpstreamDefinition } from './upstream';

/** An upstream at its address. */
export interface Target {
  readonly upstream: UpstreamDefinition;
  /** Scheme, host and port. */
  readonly origin: string;
}

/** An address that nothing is forwarded to; `allowed` are those that could be meant. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly allowed = upstreams.flatMap(({ origins }) => origins);
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const FAL_TARGET = 'x-fal-target-url';

/**
 * The upstream of `https://queue.fal.run`, or of `fal=http://127.0.0.1:9000` for a server on this machine. Throws a
 * TargetError for any other address: keys go to whom they are for.
 */
export function readTarget(text: string): Target {
  const [, named, address = text] = /^([a-z]+)=(.*)$/.exec(text) ?? [];
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const plain = url && /^\/?$/.test(url.pathname) && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  const known = url && upstreams.find(({ id, origins }) => (named === undefined || id === named) && origins.includes(url.origin));
  const isLocal = url !== undefined && /^https?:$/.test(url.protocol) && LOOPBACK.test(url.hostname);
  const upstream = known ?? (isLocal ? upstreams.find(({ id }) => id === (named ?? upstreams[0].id)) : undefined);
  if (!url || !plain || !upstream) throw new TargetError(text);
  return { upstream, origin: url.origin };
}

/** Where a request goes: the first target, unless fal's clients name another by the header of its proxies. */
export function targetOf(targets: readonly [Target, ...Target[]], url: string, headerOf: (name: string) => string | undefined): { target: Target; path: string } {
  const asked = headerOf(FAL_TARGET);
  if (asked === undefined) return { target: targets[0], path: url };
  const wanted = URL.canParse(asked) ? new URL(asked) : undefined;
  const target = wanted && targets.find(({ origin, upstream }) => origin === wanted.origin || upstream.origins.includes(wanted.origin));
  if (!wanted || !target) throw new RefusalError({ name: 'badRequest', message: `${FAL_TARGET} names no upstream of this guard; start it with --upstream` });
  return { target: LOOPBACK.test(new URL(target.origin).hostname) ? target : { ...target, origin: wanted.origin }, path: wanted.pathname + wanted.search };
}

/**
 * A path as a server will read it, for deciding what a request is: decoded, without dots, empty parts and the query.
 * What is forwarded is the path as it came.
 */
export function plainPath(url: string): string {
  const [written = ''] = url.split(/[?#]/, 1);
  let path = written;
  for (let round = 0; /%[0-9a-f]{2}/i.test(path); round += 1) {
    if (round === 3) throw new RefusalError({ name: 'badRequest', message: 'the path is encoded several times over' });
    path = decoded(path);
  }
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    const [name = ''] = part.split(';', 1);
    if (name === '..') parts.pop();
    else if (name !== '' && name !== '.') parts.push(name);
  }
  return `/${parts.join('/')}`;
}

/** Letters, digits, points, dashes and doubled slashes, also encoded: the rest of what can be written may be another path to another server. */
export function isPlainlyWritten(url: string): boolean {
  const [written = ''] = url.split('?', 1);
  const decodedOnce = written.replace(/%([46][1-9a-f]|[57][0-9a]|3[0-9]|2[de]|5f|7e)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return /^[\w.~/-]+$/.test(decodedOnce) && !/\/\.{1,2}(?:\/|$)/.test(decodedOnce);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new RefusalError({ name: 'badRequest', message: 'the path is not encoded as UTF-8' });
  }
}
