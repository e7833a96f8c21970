import type { Node } from '@vscode/tree-sitter-wasm';
import { contains } from '../core/text';
import { isMocking, isSpeaking } from './calledWords';
import type { Evaluator } from './evaluate';
import type { FoundRequest } from './parser';
import type { TreeIndex } from './treeIndex';
import { spanOf } from './treeIndex';

/** How far around a call another is looked for that only speaks of it. */
const MAX_CLIMB = 20;
/** How many names a value is followed through. */
const MAX_NAMES = 3;
const HEAD = 160;
/** How tests begin in the languages we read, at the start of their function, class or call. */
const TEST_HEAD =
  /^(?:(?:async\s+)?def\s+test_|func\s+(?:\([^)]*\)\s*)?(?:Test|Benchmark|Example)[A-Z_]|(?:Deno\.)?(?:it|test|describe|suite|context|specify)(?:\.\w+)*\s*(?:\(|['"])|(?:(?:public|private|protected|internal|async|override|\s)*)(?:@(?:Test|ParameterizedTest|RepeatedTest|BeforeEach)\b|\[(?:Fact|Theory|Test|TestMethod|TestCase)\b)|(?:public\s+)?function\s+test\w|(?:final\s+|abstract\s+)*class\s+\w+\s+extends\s+\w*TestCase\b|class\s+Test[A-Z]\w*|@pytest\.|@(?:unittest|mock)\.)/;
/** An attribute in front of the function that it makes a test. */
const TEST_BEFORE = /#\[(?:\w+::)*test(?:\([^)]*\))?\]\s*(?:async\s+)?$/;
/** What stands in files whose tests answer requests themselves. */
const ANSWERED = /\b(?:\w*[Mm]ock\w*|nock|msw|respx|responses\.(?:add|activate|post)|httptest|monkeypatch|vcr|stub_request|sinon|(?:[Ff]ake|[Ss]tub|[Rr]ecording|[Cc]apturing|[Cc]anned)[A-Z_]\w*|RoundTripFunc|Http::fake|fetch(?:Fn|Impl))\b/;

/** Keys beside a body that say whose model it is for. */
const ID_KEY = /^(?:id|app|model|model_?id|(?:\w*_)?endpoint|\w+Endpoint)$/;

/** Keys of what a form, a state or a document begins with or shows. */
const SHOWN = /^(?:default_?(?:values|props|state)|initial_?\w+|example\w*|sample\w*|mock\w*|expected\w*)$/i;

/** Calls that say of what type a field is. */
const SCHEMA_CALL = /^(?:v|z|t|s|yup|Joi|Type|Schema)\s*\.\s*\w+\s*\(/;

/** Whether an object is a schema, or stands under a key of what is only shown or begun with: `useForm({ defaultValues: { … } })`. */
export function isShown(node: Node, index: TreeIndex, evaluator: Evaluator): boolean {
  const values = node.namedChildren.flatMap((child) => (child ? (index.shape(child, 'field')?.parts['value'] ?? []) : []));
  if (values.length > 0 && values.every(({ text }) => SCHEMA_CALL.test(text))) return true;
  for (let up = index.parentOf(node); up && !index.syntax.blocks.has(up.type); up = index.parentOf(up)) {
    const { key } = index.shape(up, 'field')?.parts ?? {};
    if (key && SHOWN.test(evaluator.keyOf(key))) return true;
  }
  return false;
}

/** Whether an object is the part of another that names whose request it is, and is nobody's we know. */
export function isOfOther(node: Node, index: TreeIndex, evaluator: Evaluator): boolean {
  const field = index.parentOf(node);
  const outer = field && index.shape(field, 'field') ? index.parentOf(field) : undefined;
  const whole = outer && index.shape(outer, 'object') ? evaluator.valueOf(outer) : undefined;
  const names = whole?.kind === 'object' ? whole.fields.filter(({ key }) => ID_KEY.test(key)) : [];
  return names.some(({ value }) => value.kind === 'scalar' && value.values.every((id) => String(id).includes('/')));
}

/** Where the values are made that an object has under its keys. */
export function heldBy(node: Node, index: TreeIndex, evaluator: Evaluator): Node[] {
  const given = index.shape(node, 'blank')?.parts['arguments']?.namedChildren ?? [];
  const passed = given.flatMap((child) => (child && !index.shape(child, 'field') ? madeAt(index.plain(child), index, evaluator) : []));
  return [...passed, ...node.namedChildren].flatMap((child) => {
    if (child && passed.includes(child)) return [child];
    const field = child ? index.shape(child, 'field')?.parts : undefined;
    const value = field?.['value'] ?? field?.['key'];
    return value ? madeAt(value, index, evaluator) : [];
  });
}

/** Where the values are made that a node can have: behind the names it goes by. */
export function madeAt(node: Node, index: TreeIndex, evaluator: Evaluator, depth = 0): Node[] {
  const at = evaluator.sourceOf(node);
  if (depth > MAX_NAMES || index.syntax.leaves[at.type] !== 'name') return [at];
  const values = evaluator.valuesReaching(at.text, at.startIndex);
  return values.length === 0 ? [at] : values.flatMap((value) => madeAt(value, index, evaluator, depth + 1));
}

/** Whether a call is only named to say what it is to give or was given: `when(client.textToVideo(any()))`. */
export function isMocked(node: Node, index: TreeIndex): boolean {
  for (let up = index.parentOf(node), steps = 0; up && steps < MAX_CLIMB; up = index.parentOf(up), steps += 1) {
    if (index.syntax.blocks.has(up.type)) return false;
    const call = index.shape(up, 'call');
    if (call && isMocking(index.calledName(call))) return true;
  }
  return false;
}

/** Whether a test only shows a request, or answers it itself. */
export function isOnlyTested(node: Node, isSent: boolean, index: TreeIndex, text: string): boolean {
  for (let up: Node | null = node; up; up = index.parentOf(up)) {
    const head = text.slice(up.startIndex, up.startIndex + HEAD);
    if (!TEST_HEAD.test(head) && !TEST_BEFORE.test(text.slice(Math.max(0, up.startIndex - HEAD), up.startIndex))) continue;
    return !isSent || ANSWERED.test(text);
  }
  return false;
}

/** Requests without the entries of a list that another request goes through: each is sent there. */
export function withoutEntries(found: readonly FoundRequest[], index: TreeIndex): FoundRequest[] {
  const looped = new Map(found.flatMap(({ site }) => loopedAround(site.span.start, index)).map((node) => [node.id, node]));
  const known = new Map<number, boolean>();
  const isOnlyListed = (list: Node): boolean => {
    const answer = known.get(list.id) ?? (isOnlyPrinted(list, index) || [...looped.values()].some((node) => goesThrough(node, list, index)));
    known.set(list.id, answer);
    return answer;
  };
  return found.filter((one) => {
    const list = one.site.call || one.site.callee !== undefined ? undefined : listAround(one.site.span.start, index);
    return !list || !isOnlyListed(list);
  });
}

/** Whether all that is done with a list is to print its items. */
function isOnlyPrinted(list: Node, index: TreeIndex): boolean {
  const binding = index.parentOf(list) && index.shape(index.parentOf(list) ?? list, 'binding');
  const name = binding?.parts['name'];
  const scope = name && index.bindingsAt(name.text, name.startIndex)[0]?.scope;
  if (!binding || !name || !scope) return false;
  const loops = index.usesOf(name.text, binding.node.endIndex, scope.end).map((use) => {
    for (let up = index.parentOf(use), steps = 0; up && steps < 4; up = index.parentOf(up), steps += 1) if (index.shape(up, 'loop')) return up;
    return undefined;
  });
  const calls = index.shapesWithin(loops.flatMap((loop) => (loop ? [spanOf(loop)] : []))).filter(({ kind }) => kind === 'call');
  return loops.length > 0 && loops.every((loop) => loop !== undefined) && calls.length > 0 && calls.every((call) => isSpeaking(index.calledName(call)));
}

/** The outermost list of a statement around an offset. */
function listAround(offset: number, index: TreeIndex): Node | undefined {
  let list: Node | undefined;
  for (let up: Node | null = index.root.descendantForIndex(offset, offset); up; up = index.parentOf(up)) {
    if (index.syntax.blocks.has(up.type)) break;
    if (index.shape(up, 'array')) list = up;
  }
  return list;
}

/** What the loops around an offset go through. */
function loopedAround(offset: number, index: TreeIndex): Node[] {
  const lists: Node[] = [];
  for (let up: Node | null = index.root.descendantForIndex(offset, offset); up; up = index.parentOf(up)) {
    const looped = index.shape(up, 'loop')?.parts['list'];
    if (looped) lists.push(looped);
  }
  return lists;
}

/** Whether what a loop goes through is a list, or a name for it; a loop in the list itself is another. */
function goesThrough(looped: Node, list: Node, index: TreeIndex): boolean {
  const span = spanOf(list);
  if (contains(span, spanOf(looped)) && looped.id !== list.id) return false;
  const bound = index.bindingsAt(looped.text, looped.startIndex).some(({ value }) => value && contains(spanOf(value), span));
  return bound || contains(spanOf(looped), span);
}
