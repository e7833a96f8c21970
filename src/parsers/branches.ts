import type { Node } from '@vscode/tree-sitter-wasm';
import type { ProviderDefinition } from '../core/providers/provider';
import type { RequestSite } from '../core/request/site';
import type { FieldValue } from '../core/request/value';
import type { Evaluator } from './evaluate';
import type { Links, Sender } from './links';
import type { TreeIndex } from './treeIndex';
import { spanOf } from './treeIndex';

interface Reading {
  readonly index: TreeIndex;
  readonly evaluator: Evaluator;
  readonly links: Links;
  readonly providers: readonly ProviderDefinition[];
}

/** Where the other objects are made that a variable can hold when it is sent; a branch that sends it to someone else is left out. */
export function otherBranches(node: Node, sender: Sender, reading: Reading): Node[] {
  return reading.links.othersSentBy(node, sender).filter((other) => !goesElsewhere(other, sender, reading));
}

/** Whether the branch in which an object is made names an address, and no provider takes the object there. */
function goesElsewhere(node: Node, { callee }: Sender, { index, evaluator, providers }: Reading): boolean {
  const block = index.blockOf(node);
  const given = index.shapesWithin([block]).filter(({ kind }) => kind === 'binding' || kind === 'reassign');
  const endpoints = given.flatMap(({ parts }) => (parts['value'] ? evaluator.endpointsOf(parts['value']) : []));
  const value = evaluator.valueOf(node);
  if (endpoints.length === 0 || value.kind !== 'object') return false;
  return endpoints.every((sentTo) => {
    const site: RequestSite = { span: spanOf(node), head: spanOf(node), callee, sentTo, endpoints: [sentTo], fields: value.fields, positional: [], open: value.open };
    return providers.every((provider) => !provider.read(site));
  });
}

/** Whether a provider takes a request at another address than the one it names. */
export function takesAt(provider: ProviderDefinition, site: RequestSite, address: string): boolean {
  const sentTo = { text: address, span: site.span };
  const fields = site.fields.filter(({ value }) => !(value.kind === 'scalar' && value.values.some((text) => String(text).includes('/'))));
  const positional: FieldValue[] = [{ kind: 'scalar', values: [address], origin: 'literal', span: site.span }];
  return provider.read({ ...site, sentTo, endpoints: [sentTo], fields, positional }) !== undefined;
}
