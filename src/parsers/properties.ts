import type { Node } from '@vscode/tree-sitter-wasm';
import { contains } from '../core/text';
import type { Span } from '../core/text';
import { isWritten } from './giving';
import { FUNCTION_TYPE } from './nodeTypes';
import { spanOf } from './treeIndex';
import type { Binding, TreeIndex } from './treeIndex';

/** How grammars name a class, or what gives a type its methods. */
export const CLASS_TYPE = /^(?:abstract_)?(?:class|struct|record|impl|trait|enum|object|module)_(?:definition|declaration|item)$|^(?:class|module)$/;
const OWN = /^(?:this|self|cls|static|\$this|@)/;
/** What may give the own object any property. */
const ANY_PROPERTY = /\b(?:Object\.assign|extend)\(\s*this\b|\bsetattr\(\s*self\b|\bself\.__dict__\.update|\bvars\(self\)|\bthis\[[^\]'"]+\]\s*=[^=]/;
const NAME = /[A-Za-z_]\w*/g;
const MAX_PARENTS = 4;
/** A class is named at the start of what makes an object of it. */
const MADE_LENGTH = 100;

/** What a property of the own object can be: what its class, or one of the file that it inherits from or that inherits from it, gives it. */
export function propertiesOf(name: string, node: Node, index: TreeIndex): Binding[] {
  const all = index.propertiesNamed(name);
  const place = classAround(node, index);
  if (!OWN.test(node.text)) {
    const named = /^[\w\\$]+/.exec(node.text)?.[0];
    const theirs = all.filter(({ at }) => nameOf(classAround(at, index)) === named);
    return theirs.length > 0 ? theirs : all;
  }
  if (!place) return all;
  const line = [...lineOf(place, all, index), ...heirsOf(place, all, index)];
  const regions = line.map(spanOf);
  const names = line.flatMap((one) => nameOf(one) ?? []);
  const within = (at: Node): boolean => regions.some((region) => contains(region, spanOf(at)));
  const own = all.filter(({ at }) => within(at));
  const told = new Set(all.map(({ at }) => at.id));
  const hidden = index.mentionsOf(name).flatMap((leaf): Binding[] => {
    if (told.has(leaf.id)) return [];
    const given = hiddenAt(leaf, index);
    const isTheirs = given === 'own' ? within(leaf) : given !== undefined && isMadeOf(given, names, index);
    if (!isTheirs) return [];
    return [unread(leaf, index)];
  });
  const byName = new RegExp(`^setattr\\([^,()]+,\\s*["']${name}["']`);
  const isSetByName = line.some(({ text }) => ANY_PROPERTY.test(text)) || index.mentionsOf('setattr').some((leaf) => byName.test(index.parentOf(leaf)?.text ?? ''));
  return [...own, ...hidden, ...(isSetByName ? [unread(node, index)] : [])];
}

/** Where a class begins and ends that an object's own properties belong to; undefined outside of classes. */
export function classSpan(node: Node, index: TreeIndex): Span | undefined {
  const place = classAround(node, index);
  return place && spanOf(place);
}

function unread(at: Node, index: TreeIndex): Binding {
  const span = spanOf(at);
  return { kind: 'property', span, value: undefined, replaceable: false, type: undefined, at, scope: span, block: index.blockOf(at) };
}

/** Whose property a place gives a value that no shape tells: the own object's, or that of the object that is named there. */
function hiddenAt(leaf: Node, index: TreeIndex): 'own' | Node | undefined {
  const up = index.parentOf(leaf);
  if (!up) return undefined;
  if (FUNCTION_TYPE.test(up.type)) return up.childForFieldName('name')?.id === leaf.id ? 'own' : undefined;
  if (leaf.type === 'instance_variable') return isWritten(leaf) ? 'own' : undefined;
  if (!/member|attribute|field|navigation|selector|call/.test(up.type) || up.namedChildren.at(-1)?.id !== leaf.id || !isWritten(up)) return undefined;
  const receiver = up.children[0];
  if (!receiver || receiver.id === leaf.id) return undefined;
  return OWN.test(receiver.text) ? 'own' : receiver;
}

/** Whether a name holds an object of one of these classes, by how it is made or declared. */
function isMadeOf(receiver: Node, classes: readonly string[], index: TreeIndex): boolean {
  return index.bindingsAt(receiver.text, receiver.startIndex).some(({ value, type }) => {
    const words = `${value?.text.slice(0, MADE_LENGTH) ?? ''} ${type?.text ?? ''}`.match(NAME) ?? ([] as readonly string[]);
    return classes.some((name) => words.includes(name));
  });
}

/** A class and those of the file that it is made from. */
function lineOf(place: Node, all: readonly Binding[], index: TreeIndex): Node[] {
  const line = [place];
  const others = classesOf(all, index);
  for (let at = 0; at < line.length && at < MAX_PARENTS; at += 1) {
    const parents = parentNames(line[at] as Node);
    for (const other of others) {
      const name = nameOf(other);
      if (name !== undefined && parents.includes(name) && line.every(({ id }) => id !== other.id)) line.push(other);
    }
  }
  return line;
}

/** The classes of the file that are made from a class: its own object can be one of theirs. */
function heirsOf(place: Node, all: readonly Binding[], index: TreeIndex): Node[] {
  const name = nameOf(place);
  const others = classesOf(all, index).filter(({ id }) => id !== place.id);
  return name === undefined ? [] : others.filter((other) => parentNames(other).includes(name));
}

function classesOf(all: readonly Binding[], index: TreeIndex): Node[] {
  const found = all.flatMap(({ at }) => classAround(at, index) ?? []);
  return [...new Map(found.map((node) => [node.id, node])).values()];
}

/** The names in a class's head: its own and those of what it is made from. */
function parentNames(place: Node): readonly string[] {
  const body = place.childForFieldName('body')?.startIndex ?? place.startIndex;
  return place.text.slice(0, body - place.startIndex).match(NAME) ?? [];
}

function nameOf(place: Node | undefined): string | undefined {
  return (place?.childForFieldName('name') ?? place?.childForFieldName('type'))?.text;
}

/** The class that a node stands in. */
export function classAround(node: Node, index: TreeIndex): Node | undefined {
  for (let up = index.parentOf(node); up; up = index.parentOf(up)) if (CLASS_TYPE.test(up.type)) return up;
  return undefined;
}
