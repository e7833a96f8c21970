/** Headers of one connection, which a proxy does not pass on (RFC 9110, 7.6.1). */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  'connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade',
]);
/** What the guard answers or chooses itself. */
const OF_REQUEST: ReadonlySet<string> = new Set(['host', 'expect', 'x-fal-target-url']);

/** Tell a server another path than the written one, where it heeds them. */
const OF_PATH = /^x-(?:(?:original|rewrite|forwarded|override|real|request|proxy|envoy-original)-(?:ur[il]|path|prefix)|http-(?:destinationurl|(?:path|ur[il])-override))$/;
/** Make another method of the written one, likewise. */
const OF_METHOD = /^x-(?:http-)?method(?:-override)?$/;

/** Name, value, name, value, as they came. */
export type RawHeaders = readonly string[];

/** The value of the first header of a name, in lower case. */
export function headerOf(headers: RawHeaders, name: string): string | undefined {
  for (let at = 0; at < headers.length; at += 2) if (headers[at]?.toLowerCase() === name) return headers[at + 1];
  return undefined;
}

/** The first header by which a server may read another path than the written one. */
export function pathHeader(headers: RawHeaders): string | undefined {
  return headers.find((name, at) => at % 2 === 0 && OF_PATH.test(plainName(name)));
}

/** Whether a server may take the request for one of another method. */
export function hasOtherMethod(headers: RawHeaders): boolean {
  return headers.some((name, at) => at % 2 === 0 && OF_METHOD.test(plainName(name)));
}

/** Many servers hand headers on to programs under names that do not tell `_` from `-`. */
const plainName = (name: string): string => name.toLowerCase().replaceAll('_', '-');

/** What of a request's headers goes on to the upstream. */
export function requestHeaders(headers: RawHeaders): string[] {
  return passedOn(headers, OF_REQUEST);
}

/** What of an answer's headers goes on to the client. */
export function responseHeaders(headers: RawHeaders): string[] {
  return passedOn(headers, new Set());
}

function passedOn(headers: RawHeaders, others: ReadonlySet<string>): string[] {
  const named = new Set((headerOf(headers, 'connection') ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const kept: string[] = [];
  for (let at = 0; at < headers.length; at += 2) {
    const [name = '', value = ''] = [headers[at], headers[at + 1]];
    const lower = name.toLowerCase();
    if (!OF_CONNECTION.has(lower) && !others.has(lower) && !named.has(lower)) kept.push(name, value);
  }
  return kept;
}
