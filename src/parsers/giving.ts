import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from '../core/text';
import type { TreeSyntax } from './language';
import { FUNCTION_TYPE } from './nodeTypes';

/** A name that gets a value, and the node in which the name is seen. */
export interface Binding {
  readonly kind: string;
  readonly span: Span;
  readonly value: Node | undefined;
  /** Whether whoever calls or builds it can put another value in its place. */
  readonly replaceable: boolean;
  /** The name of the class that a parameter is declared to be. */
  readonly type: Node | undefined;
  /** The way to the name's part of the value, where that is taken apart, and what stands for a part it lacks. */
  readonly path?: readonly (string | number)[];
  readonly otherwise?: Node;
  /** The name where it gets the value. */
  readonly at: Node;
  readonly scope: Span;
  /** The statement list that holds it: what follows there has run after it. */
  readonly block: Span;
}

/**
 * How a place gives the name that stands there a value, whether or not a language's query reads that value:
 * `declares` is a name of its own, seen from `at` on; `changes` gives a name of an outer scope another value; `lent` is
 * a pointer that a call gets; `imported` is a name from another file; `joined` says that a name is the outer one.
 */
export interface Giving {
  readonly kind: 'declares' | 'awaits' | 'changes' | 'lent' | 'imported' | 'joined';
  /** The name, or what it names, where it gets the value. */
  readonly at: Node;
  /** The node from which the scope is looked for that the name is seen in, when that is not where it stands. */
  readonly from?: Node;
  /** The statement that gives the value. */
  readonly statement: Node;
  /** The value that is taken apart, and the way to the name's part of it; absent when nobody can tell. */
  readonly source?: { readonly value: Node; readonly path: readonly (string | number)[]; readonly otherwise?: Node };
  /**
   * The patterns around a name that may get one value after another, innermost first, with the way to the name in each,
   * and what stands for a part that is lacking.
   */
  readonly turned?: { readonly patterns: readonly Pattern[]; readonly otherwise?: Node };
}

interface Pattern {
  readonly node: Node;
  readonly path: readonly (string | number)[];
}

/** How grammars name what stands around a name that is part of a pattern. */
const PATTERN =
  /_pattern$|^pattern_list$|^expression_list$|^tuple(?:_expression)?$|^list(?:_literal)?$|^left_assignment_list$|^argument$|^as_pattern_target$|^(?:multi_)?variable_declaration$|^by_ref$|^pair$|^dotted_name$|^mut_pattern$|^parenthesized_expression$/;
const ASSIGNING = /^(?:assignment|assignment_expression|assignment_statement|receive_statement|multiple_assignment)$/;
const CHANGING = /^(?:augmented_assignment(?:_expression)?|operator_assignment|compound_assignment_expr)$/;
const STEPPING = /^(?:update_expression|inc_statement|dec_statement|(?:postfix_|prefix_)?unary_expression|(?:postfix|prefix)_expression)$/;
const LOOPING = /^(?:for_in_statement|for_statement|for_expression|for|for_in_clause|range_clause|foreach_statement|enhanced_for_statement)$/;
const DECLARING =
  /^(?:variable_declarator|let_declaration|let_condition|var_spec|const_spec|short_var_declaration|property_declaration|instanceof_expression|declaration_expression|declaration_pattern|type_pattern|resource|type_switch_statement|as_pattern|case_pattern|match_pattern|tuple_struct_pattern|named_expression)$/;
const DEFINING = /^(?:(?:generator_)?function_(?:declaration|definition|item)|local_function_statement|class_(?:declaration|definition))$/;
const TAKING = /param|^catch_|^exception_variable$|^rescue$|^lambda(?:_expression)?$|^arrow_function$|^splat/;
const IMPORTING = /^(?:import_specifier|import_clause|namespace_import|aliased_import|import_from_statement|import_statement)$/;
const NAMING_FIELDS = new Set(['name', 'left', 'pattern', 'parameter', 'parameters', 'variable', 'alias', 'argument', '']);
/** Patterns of this many levels are taken apart. */
const MAX_LEVELS = 12;

/** What a place does to the name that stands there; undefined when it only reads it. */
export function givingOf(name: Node, syntax: TreeSyntax): Giving | undefined {
  const { at, up, path, otherwise, patterns } = outOfPattern(name);
  if (!up) return undefined;
  const { type } = up;
  // What a function takes by reference is the outer name; `read x` gives it what is typed.
  const isShared = type === 'anonymous_function_use_clause' && at.type === 'by_ref';
  if (name.type === 'word') return type === 'command' && /^read\s/.test(up.text) ? { kind: 'declares', at: name, statement: up } : undefined;
  if (isShared || /^(?:global|nonlocal)_/.test(type)) return { kind: 'joined', at: name, statement: up };
  const field = fieldOf(at, up);
  if (STEPPING.test(type)) {
    if (up.children.some((child) => child?.type === '++' || child?.type === '--')) return { kind: changing(syntax), at: name, statement: up };
    const lent = up.children[0]?.type === '&' && /arguments?$|argument_list$/.test(up.parent?.type ?? '');
    return lent ? { kind: 'lent', at: name, statement: up } : undefined;
  }
  if (type === 'reference_expression') return up.text.startsWith('&mut ') ? { kind: 'lent', at: name, statement: up } : undefined;
  if (type === 'argument' && /^(?:ref|out)\s/.test(up.text)) return { kind: 'lent', at: name, statement: up };
  if (!NAMING_FIELDS.has(field)) return undefined;
  if (IMPORTING.test(type)) return { kind: 'imported', at: name, statement: up };
  if (DEFINING.test(type)) {
    return field === 'name' && up.parent ? { kind: 'declares', at: up.parent, statement: name } : undefined;
  }
  if (ASSIGNING.test(type) || CHANGING.test(type)) {
    if (field !== 'left') return undefined;
    const operator = up.childForFieldName('operator')?.text ?? (CHANGING.test(type) ? '+=' : '=');
    const source = operator === '=' ? sourceOf(up, path, otherwise) : undefined;
    return { kind: changing(syntax), at: name, from: hoistedFrom(name, syntax), statement: up, ...(source ? { source } : {}) };
  }
  const isPlain = path.length > 0 && !path.includes('…') && !path.includes('');
  const turned = isPlain ? { turned: { patterns, ...(otherwise ? { otherwise } : {}) } } : {};
  if (LOOPING.test(type)) {
    const given = field === 'left' || field === 'pattern' || field === 'name' || (type === 'foreach_statement' && at.id !== up.namedChildren[0]?.id);
    if (!given) return undefined;
    const outer = (type === 'for_in_statement' && !up.childForFieldName('kind')) || (type === 'range_clause' && up.children.some((child) => child?.type === '='));
    return { kind: outer ? changing(syntax) : 'declares', at: name, statement: name, ...turned };
  }
  if (TAKING.test(type) && (field !== '' || /parameters?$|splat|^catch_block$|^exception_variable$/.test(type))) {
    return { kind: 'declares', at: name, statement: name, ...turned };
  }
  if (!DECLARING.test(type) || (field === '' && !/pattern$|^property_declaration$|^short_var/.test(type))) return undefined;
  if (type === 'as_pattern' && at.type !== 'as_pattern_target') return undefined;
  const awaits = (type === 'variable_declarator' || type === 'var_spec') && path.length === 0 && up.namedChildCount === 1;
  const source = sourceOf(up, path, otherwise);
  return { kind: awaits ? 'awaits' : 'declares', at: name, statement: up, ...(source ? { source } : {}) };
}

/** Where a name that gets a value is seen from: a `var` in a block, or what a block is given to a call, belongs to all of the function. */
export function hoistedFrom(name: Node, { hoisted, joining, scopes }: TreeSyntax): Node {
  const isHoisted = hoisted?.has(name.parent?.parent?.type ?? '') === true;
  if (!isHoisted && !joining) return name;
  let at = name;
  for (let up = at.parent; up?.parent && !(isHoisted ? FUNCTION_TYPE.test(up.type) : scopes.has(up.type) && !joining?.has(up.type)); up = up.parent) {
    if (isHoisted || joining?.has(up.type)) at = up;
  }
  return at;
}

/** What a place gives a name as a binding: one without a value when that cannot be told. */
export function bindingOf({ kind, at, statement, source }: Giving, name: Node, scope: Span, block: Span): Binding {
  const kinds: Readonly<Partial<Record<Giving['kind'], string>>> = { changes: 'reassign', awaits: 'binding', declares: 'hidden' };
  return {
    kind: kinds[kind] ?? kind,
    span: { start: statement.startIndex, end: statement.endIndex },
    value: source?.value,
    replaceable: false,
    type: undefined,
    ...(source ? { path: source.path } : {}),
    ...(source?.otherwise ? { otherwise: source.otherwise } : {}),
    at: kind === 'declares' ? at : name,
    scope,
    block,
  };
}

/** Whether a place gets another value or is taken away: what stands left of an assignment, is counted up, or deleted. */
export function isWritten(place: Node): boolean {
  const { at, up } = outOfPattern(place);
  if (!up) return false;
  if (/^(?:delete|unset)_statement$/.test(up.type)) return true;
  if (STEPPING.test(up.type)) return up.children.some((child) => child !== null && /^(?:\+\+|--|delete)$/.test(child.type));
  return (ASSIGNING.test(up.type) || CHANGING.test(up.type)) && fieldOf(at, up) === 'left';
}

/** The value that a plain assignment gives a place; undefined when it is counted up, deleted, or taken apart. */
export function assignedTo(place: Node): Node | undefined {
  const up = place.parent?.type === 'expression_list' && place.parent.namedChildCount === 1 ? place.parent.parent : place.parent;
  if (!up || !ASSIGNING.test(up.type) || (up.childForFieldName('operator')?.text ?? '=') !== '=') return undefined;
  if (up.children.some((child) => child !== null && /^.{1,2}=$/.test(child.type))) return undefined;
  const right = up.childForFieldName('right');
  return (right?.type === 'expression_list' && right.namedChildCount === 1 ? right.namedChildren[0] : right) ?? undefined;
}

/** Whether a place is taken away: `delete x.k`, `del x['k']`. */
export function isDeleted(place: Node): boolean {
  const { up } = outOfPattern(place);
  return up !== null && (/^(?:delete|unset)_statement$/.test(up.type) || (STEPPING.test(up.type) && up.children[0]?.type === 'delete'));
}

/** In languages that declare by assigning, a name that gets a value is the function's own. */
function changing(syntax: TreeSyntax): 'changes' | 'declares' {
  return syntax.query.includes('@reassign') ? 'changes' : 'declares';
}

function fieldOf(child: Node, parent: Node): string {
  const index = parent.children.findIndex((other) => other?.id === child.id);
  return (index < 0 ? null : parent.fieldNameForChild(index)) ?? '';
}

/** Out of the patterns around a name, with the way back to it. */
function outOfPattern(name: Node): { at: Node; up: Node | null; path: (string | number)[]; otherwise: Node | undefined; patterns: Pattern[] } {
  const patterns: Pattern[] = [];
  let at = name;
  let otherwise: Node | undefined;
  let path: (string | number)[] = name.type === 'shorthand_property_identifier_pattern' ? [name.text] : [];
  let up = name.parent;
  for (let level = 0; up && PATTERN.test(up.type) && level < MAX_LEVELS; level += 1, up = up.parent) {
    if (up.type === 'argument' && up.parent?.type !== 'tuple_expression') break;
    if (/^(?:type|declaration|case|match|tuple_struct|as)_pattern$|^is_pattern/.test(up.type)) break;
    const field = fieldOf(at, up);
    if (/assignment_pattern$/.test(up.type)) {
      if (field !== 'left') return { at, up: null, path, otherwise, patterns };
      otherwise = up.childForFieldName('right') ?? undefined;
    } else if (up.type === 'pair_pattern') path = [up.childForFieldName('key')?.text ?? '', ...path];
    else if (/^(?:pattern_list|tuple_pattern|array_pattern|list_pattern|expression_list|left_assignment_list|list_literal|tuple_expression|tuple)$/.test(up.type)) {
      const index = up.namedChildren.findIndex((child) => child?.id === at.id);
      if (up.type !== 'expression_list' || up.namedChildCount > 1) path = [index, ...path];
    } else if (/splat|rest/.test(up.type)) path = ['…', ...path];
    else if (up.type === 'dotted_name' && up.namedChildCount > 1) return { at, up: null, path, otherwise, patterns };
    patterns.push({ node: up, path });
    at = up;
  }
  return { at, up, path, otherwise, patterns };
}

function sourceOf(statement: Node, path: readonly (string | number)[], otherwise: Node | undefined): Giving['source'] | undefined {
  const value = statement.childForFieldName('right') ?? statement.childForFieldName('value');
  if (!value || path.length === 0 || path.includes('…') || path.includes('')) return undefined;
  return { value, path, ...(otherwise ? { otherwise } : {}) };
}
