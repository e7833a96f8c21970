import type { Resolution } from '../core/request/resolved';
import type { RequestSite } from '../core/request/site';
import type { ObjectValue } from '../core/request/value';
import type { UpstreamDefinition } from './upstream';

const NOWHERE = { start: 0, end: 0 };

/**
 * The request that a body sent to a path is, read by the provider that also reads it in code. A request that the
 * provider does not know, or a body that nobody can read, is unresolved with its path.
 */
export function readRequest(upstream: UpstreamDefinition, path: string, body: ObjectValue | undefined): Resolution {
  const { provider, origins } = upstream;
  const unknown: Resolution = { kind: 'unresolved', request: { provider: provider.id, parameters: {}, reason: 'unknownEndpoint', detail: path } };
  if (!body || !upstream.isKnown(path)) return unknown;
  const endpoint = { text: origins[0] + path, span: NOWHERE };
  const site: RequestSite = {
    span: NOWHERE, head: NOWHERE, call: NOWHERE, sentTo: endpoint, endpoints: [endpoint], fields: upstream.readFields(path, body), positional: [], open: false, received: true,
  };
  return provider.read(site) ?? unknown;
}
