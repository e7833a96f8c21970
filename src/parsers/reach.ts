import type { Node } from '@vscode/tree-sitter-wasm';
import type { Endpoint } from '../core/request/site';
import type { Evaluator } from './evaluate';
import type { TreeIndex } from './treeIndex';

/** A use of an address is followed to so many statements. */
const MAX_PLACES = 40;
/** So many addresses of a file are followed. */
const MAX_TEXTS = 200;
/** How many names stand between a call and the object that it sends. */
const MAX_HOPS = 3;
/** How far around a text its name is looked for, and around a name the call that gets it. */
const MAX_CLIMB = 6;
/** How deep inside of a string a place in it is. */
const MAX_INSIDE = 8;
/** Names of one letter say nothing. */
const MIN_NAME = 2;

/** Every string of the document, at one of the places, with the paths that it names. */
export function pathsAt(places: readonly number[], index: TreeIndex, evaluator: Evaluator): Map<Node, Endpoint[]> {
  const paths = new Map<Node, Endpoint[]>();
  const seen = new Set<number>();
  for (const place of places) {
    let node = index.root.descendantForIndex(place, place + 1);
    for (let steps = 0; node && index.syntax.leaves[node.type] !== 'string'; steps += 1) {
      node = steps > MAX_INSIDE || index.syntax.blocks.has(node.type) ? null : index.parentOf(node);
    }
    if (node && !seen.has(node.startIndex)) paths.set(node, evaluator.endpointsOf(node));
    if (node) seen.add(node.startIndex);
  }
  return paths;
}

/**
 * The statements that send to an address by its name, and those that make the objects which are sent there, read. An
 * address in a constant says nothing of the statements that use it.
 */
export function placesBeyond(addresses: ReadonlyMap<Node, readonly Endpoint[]>, index: TreeIndex): Node[] {
  const texts = [...addresses].flatMap(([node, endpoints]) => (endpoints.length > 0 ? [node] : [])).slice(0, MAX_TEXTS);
  const names = [...new Set(texts.flatMap((node) => nameOf(node, index) ?? []))].slice(0, MAX_PLACES);
  let given = [...texts, ...names.flatMap((name) => index.mentionsOf(name))].flatMap((use) => callAround(use, index) ?? []);
  const places = new Set(given.map(({ startIndex }) => startIndex));
  for (let hop = 0; hop < MAX_HOPS && places.size < MAX_PLACES; hop += 1) {
    given = given.flatMap((node) => namesIn(node, index)).flatMap((name) => madeAt(name, index)).filter(({ startIndex }) => !places.has(startIndex));
    for (const { startIndex } of given) places.add(startIndex);
  }
  return [...places].flatMap((place) => {
    const region = index.regionAt(place);
    if (region) index.read(region);
    return region ?? [];
  });
}

/** The name that a text is put under, alone or as a part of what is put there. */
function nameOf(text: Node, index: TreeIndex): string | undefined {
  for (let up = index.parentOf(text), steps = 0; up && steps < MAX_CLIMB; up = index.parentOf(up), steps += 1) {
    if (index.syntax.blocks.has(up.type)) return undefined;
    const parts = (index.shape(up, 'binding') ?? index.shape(up, 'property') ?? index.shape(up, 'reassign'))?.parts;
    const name = parts?.['name']?.text;
    if (name !== undefined) return name.length >= MIN_NAME ? name : undefined;
    if (index.shape(up, 'call') && !index.shape(up, 'wrap')) return undefined;
  }
  return undefined;
}

function callAround(use: Node, index: TreeIndex): Node | undefined {
  for (let up = index.parentOf(use), steps = 0; up && steps < MAX_CLIMB; up = index.parentOf(up), steps += 1) {
    if (index.shape(up, 'call')) return up;
    if (index.syntax.blocks.has(up.type)) return undefined;
  }
  return undefined;
}

/** The names that a call gets, or that an object is made of. */
function namesIn(node: Node, index: TreeIndex): Node[] {
  const list = index.shape(node, 'call')?.parts['arguments'] ?? node;
  const inner = list.namedChildren.flatMap((child): Node[] => (child && !index.syntax.blocks.has(child.type) ? [child, ...namesIn(child, index)] : []));
  return inner.filter((child) => index.leafOf(child) === 'name').slice(0, MAX_PLACES);
}

function madeAt(name: Node, index: TreeIndex): Node[] {
  return index.bindingsAt(name.text, name.startIndex).flatMap(({ value }) => (value && index.parentOf(value)?.id !== name.id ? [value] : []));
}
