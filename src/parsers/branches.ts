import type { Node } from '@vscode/tree-sitter-wasm';
import type { ProviderDefinition } from '../core/providers/provider';
import type { RequestSite } from '../core/request/site';
import type { Field, FieldValue, Scalar } from '../core/request/value';
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
function takesAt(provider: ProviderDefinition, site: RequestSite, address: string): boolean {
  const sentTo = { text: address, span: site.span };
  const fields = site.fields.filter(({ value }) => !(value.kind === 'scalar' && value.values.some((text) => String(text).includes('/'))));
  const positional: FieldValue[] = [{ kind: 'scalar', values: [address], origin: 'literal', span: site.span }];
  return provider.read({ ...site, sentTo, endpoints: [sentTo], fields, positional }) !== undefined;
}

/** Whether a provider takes the request that is sent for an item of a list: at the address or with the name that the item holds. */
export function takesItem(provider: ProviderDefinition, site: RequestSite, item: FieldValue, all: readonly FieldValue[]): boolean {
  const texts = textsIn(item);
  if (texts.some((text) => text.includes('/') && takesAt(provider, site, text))) return true;
  // A field that says something else for each of the items says the item's own in its turn.
  const told = site.fields.filter(({ value }) => value.kind === 'scalar' && value.values.length > 1 && all.every((one) => ownOf(value, one).length > 0));
  if (told.length === 0) return false;
  const fields = site.fields.map((field): Field => (told.includes(field) ? { ...field, value: withValues(field.value, ownOf(field.value, item)) } : field));
  return provider.read({ ...site, fields }) !== undefined;
}

/** The values of a field that an item holds. */
function ownOf(value: FieldValue, item: FieldValue): Scalar[] {
  const texts = textsIn(item);
  return value.kind === 'scalar' ? value.values.filter((one) => texts.includes(String(one))) : [];
}

function withValues(value: FieldValue, [first, ...others]: readonly Scalar[]): FieldValue {
  return value.kind === 'scalar' && first !== undefined ? { ...value, values: [first, ...others] } : value;
}

/** The texts in an item of a list. */
function textsIn(item: FieldValue): string[] {
  if (item.kind === 'object') return item.fields.flatMap(({ value }) => textsIn(value));
  return item.kind === 'scalar' ? item.values.map(String) : [];
}
