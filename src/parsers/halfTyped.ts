import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import type { Problem } from '../core/request/site';
import type { FieldValue } from '../core/request/value';
import type { Span } from '../core/text';
import { changesBetween, contains } from '../core/text';
import { Evaluator } from './evaluate';
import type { TreeReader } from './grammars';
import { placed } from './imports';
import type { TreeSyntax } from './language';
import { moveSpans } from './mappedText';
import type { ImportReader } from './names';
import type { FoundRequest, FoundRequests } from './parser';
import { spanOf } from './treeIndex';
import type { TreeIndex } from './treeIndex';

/** A text that was read as a whole. */
export interface WholeText {
  readonly text: string;
  readonly tree: Tree;
  readonly found: FoundRequests;
  /** The shapes of its tree, as far as they were asked for since. */
  readonly index: (syntax: TreeSyntax) => TreeIndex;
}

/** A statement that is being typed, and everything around it as it was before. */
export interface HalfTyped {
  /** Where the statement stands in the text. */
  readonly span: Span;
  /** The statement's own tree, the caller's to free. */
  readonly tree: Tree;
  /** The requests of the rest of the text, at the places where they stand now. */
  readonly around: readonly FoundRequest[];
  /** What could not be read of the rest, at the places where it stands now. */
  readonly unread: readonly Problem[];
  /** What a name of the rest stands for, when one place alone gives it a value; places are counted from the statement's. */
  readonly valueOf: (name: string, span: Span) => FieldValue | undefined;
}

/** A longer stretch is read with everything else. */
const MAX_STRETCH = 40_000;

/**
 * The statements of a text that were typed in since it was last read as a whole, when what is typed has broken them.
 * A bracket or quote that is still open reaches to the end of a document, so they are read without the rest.
 */
export function halfTypedIn(last: WholeText, text: string, reader: TreeReader, syntax: TreeSyntax, readImport: ImportReader): HalfTyped | undefined {
  const [change] = changesBetween(last.text, text);
  const touched = statementsAt(last.tree.rootNode, change);
  if (touched.some((node) => node.hasError)) return undefined;
  const before = {
    start: Math.min(change.start, ...touched.map(({ startIndex }) => startIndex)),
    end: Math.max(change.end, ...touched.map(({ endIndex }) => endIndex)),
  };
  const longer = text.length - last.text.length;
  const span = { start: before.start, end: before.end + longer };
  if (span.end - span.start > MAX_STRETCH) return undefined;
  const tree = reader.parse(text.slice(span.start, span.end));
  if (!tree?.rootNode.hasError) {
    tree?.delete();
    return undefined;
  }
  const move = ({ start, end }: Span): Span => ({ start: start < before.end ? start : start + longer, end: end <= before.start ? end : end + longer });
  const isAround = ({ start, end }: Span): boolean => end <= before.start || start >= before.end;
  const around = last.found.requests.filter(({ site }) => isAround(site.span));
  const unread = last.found.problems.filter((problem) => isAround(problem.span)).map((problem) => ({ ...problem, span: move(problem.span) }));
  const inStretch = (at: Span): Span => {
    const now = move(at);
    return { start: now.start - span.start, end: now.end - span.start };
  };
  return { span, tree, around: around.map((request) => moveSpans(request, move)), unread, valueOf: namesOf(last, before, inStretch, syntax, readImport) };
}

function namesOf(last: WholeText, without: Span, place: (span: Span) => Span, syntax: TreeSyntax, readImport: ImportReader): HalfTyped['valueOf'] {
  let evaluator: Evaluator | undefined;
  return (name, span) => {
    const index = last.index(syntax);
    // What other files say may have changed since.
    evaluator ??= new Evaluator(index, readImport);
    const bindings = index.bindingsAt(name, index.root.endIndex - 1);
    const [only] = bindings;
    if (only?.value && bindings.length === 1 && !contains(without, spanOf(only.value))) return placed(evaluator.valueOf(only.value), span, place);
    const imported = index.importOf(name);
    return imported && readImport(imported, span);
  };
}

/** The top-level statements that a stretch touches. */
function statementsAt(root: Node, { start, end }: Span): Node[] {
  const touched: Node[] = [];
  for (let node = root.firstChildForIndex(Math.max(0, start - 1)); node && node.startIndex <= end; node = node.nextSibling) {
    if (node.endIndex >= start) touched.push(node);
  }
  return touched;
}
