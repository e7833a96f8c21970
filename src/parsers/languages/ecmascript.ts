import type { LeafKind, TreeSyntax } from '../language';

/** The shapes that JavaScript, TypeScript and their JSX forms share. */
const SHARED_QUERY = `
(import_statement
  (import_clause (named_imports (import_specifier name: (_) @import.imported alias: (_)? @import.name) @import))
  source: (string) @import.source)
(import_statement
  (import_clause (namespace_import (identifier) @import.module) @import)
  source: (string) @import.source)
(variable_declarator
  name: (object_pattern (shorthand_property_identifier_pattern) @import.imported @import)
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @import.source .))
  (#eq? @_require "require"))
(export_statement
  (export_clause (export_specifier name: (_) @import.imported alias: (_)? @import.name) @import)
  source: (string) @import.source)
(object) @object
(array) @array
(pair key: (_) @field.key value: (_) @field.value) @field
(shorthand_property_identifier) @field.key @field
(spread_element (_) @spread.value) @spread
(call_expression function: (_) @call.callee arguments: (arguments) @call.arguments) @call
(new_expression constructor: (_) @call.callee arguments: (arguments) @call.arguments) @call
((new_expression constructor: (_) @blank.type arguments: (arguments) @_none) @blank (#eq? @_none "()"))
(variable_declarator name: (identifier) @binding.name value: (_) @binding.value) @binding
(variable_declarator name: (identifier) @binding.name !value) @binding
(assignment_expression left: (identifier) @reassign.name right: (_) @reassign.value) @reassign
(assignment_expression
  left: (member_expression object: (this) property: (property_identifier) @property.name)
  right: (_) @property.value) @property
(assignment_expression
  left: (member_expression object: (identifier) @assign.target property: (property_identifier) @assign.key)
  right: (_) @assign.value) @assign
(assignment_expression
  left: (subscript_expression object: (identifier) @assign.target index: (string) @assign.key)
  right: (_) @assign.value) @assign
(assignment_pattern left: (identifier) @parameter.name right: (_) @parameter.value) @parameter
(object_assignment_pattern
  left: (shorthand_property_identifier_pattern) @parameter.name right: (_) @parameter.value) @parameter
(object_pattern (shorthand_property_identifier_pattern) @parameter.name @parameter)
(pair_pattern value: (identifier) @parameter.name) @parameter
(pair_pattern value: (assignment_pattern left: (identifier) @parameter.name right: (_) @parameter.value)) @parameter
(for_in_statement left: (identifier) @item.name operator: "of" right: (_) @item.value) @item
(for_in_statement left: [(array_pattern) (object_pattern)] @item.name operator: "of" right: (_) @item.value) @item
((for_in_statement
  left: (array_pattern . (_) . (_) @item.name .) operator: "of"
  right: (call_expression function: (member_expression object: (_) @item.value property: (property_identifier) @_entries)) @item)
  (#eq? @_entries "entries"))
((for_in_statement operator: "of"
  right: (call_expression function: (member_expression object: (_) @loop.within property: (property_identifier) @_entries))) @loop
  (#eq? @_entries "entries") (#not-eq? @loop.within "Object"))
((for_in_statement operator: "of"
  right: (call_expression
    function: (member_expression object: (identifier) @_object property: (property_identifier) @_entries)
    arguments: (arguments . (_) @loop.within .))) @loop
  (#eq? @_object "Object") (#any-of? @_entries "entries" "keys" "values"))
(for_in_statement left: (identifier) @parameter.name operator: "in") @parameter
(for_in_statement operator: "of" right: (_) @loop.list) @loop
(for_statement
  initializer: (lexical_declaration (variable_declarator value: (number) @_start))
  condition: (binary_expression operator: "<" right: (_) @loop.count)
  (#eq? @_start "0")) @loop
(call_expression
  function: (member_expression object: (_) @loop.list property: (property_identifier) @_each)
  arguments: (arguments . [(arrow_function) (function_expression)])
  (#any-of? @_each "map" "forEach" "flatMap")) @loop
(call_expression
  function: (member_expression object: (_) @item.value property: (property_identifier) @_each)
  arguments: (arguments . (arrow_function parameter: (identifier) @item.name))
  (#any-of? @_each "map" "forEach" "flatMap")) @item
(arrow_function parameter: (identifier) @parameter.name) @parameter
(member_expression object: (_) @member.object property: (property_identifier) @member.key) @member
(subscript_expression object: (_) @member.object index: (string) @member.key) @member
(subscript_expression object: (_) @pick.object index: (_) @pick.key) @pick
(member_expression object: (this) property: (property_identifier) @own.key) @own
(ternary_expression consequence: (_) @choice.a alternative: (_) @choice.b) @choice
(binary_expression left: (_) @fallback.left operator: ["??" "||"] right: (_) @fallback.right) @fallback
(binary_expression operator: "&&" right: (_) @maybe.value) @maybe
(binary_expression left: (_) @concat.left operator: "+" right: (_) @concat.right) @concat
(pair key: (_) @option.name value: (call_expression
  function: (member_expression property: (property_identifier) @_default)
  arguments: (arguments . (_) @option.value .))
  (#any-of? @_default "default" "catch" "prefault")) @option
(call_expression
  function: (member_expression property: (property_identifier) @_option)
  arguments: (arguments . (string) @option.name . (string) . [(string) (number) (true) (false)] @option.value)
  (#eq? @_option "option")) @option
(call_expression
  function: (member_expression property: (property_identifier) @_option)
  arguments: (arguments . (string) @option.name . (object (pair key: (_) @_default value: (_) @option.value)))
  (#eq? @_option "option") (#eq? @_default "default")) @option
(parenthesized_expression (_) @wrap.value) @wrap
(await_expression (_) @wrap.value) @wrap
(call_expression
  function: (member_expression object: (_) @wrap.value property: (property_identifier) @_method)
  arguments: (arguments)
  (#any-of? @_method "toString" "trim" "toLowerCase")) @wrap
(call_expression
  function: (member_expression object: (_) @_client property: (property_identifier) @_factory)
  arguments: (arguments . [(string) (template_string) (identifier) (member_expression) (subscript_expression) (ternary_expression)] @wrap.value)
  (#match? @_client "^(?:[Kk]ling|[Ff]al|gateway|replicate|vercel)[A-Za-z]*$")
  (#any-of? @_factory "video" "videoModel" "image" "imageModel")) @wrap
(call_expression
  function: (member_expression object: (_) @_models property: (property_identifier) @_get)
  arguments: (arguments . (_) @path.left . (_) @path.right)
  (#match? @_models "\\.models$") (#eq? @_get "get")) @path
(member_expression object: (_) @wrap.value property: (property_identifier) @_version (#eq? @_version "latest_version")) @wrap
(call_expression
  function: (identifier) @_adapter arguments: (arguments . (string) @wrap.value)
  (#match? @_adapter "^fal(?:Video|Image)$")) @wrap
`;

const JAVASCRIPT_QUERY = `
(class_declaration name: (identifier) @binding.name body: (class_body) @binding.value) @binding
(class_body) @record
(field_definition property: (_) @field.key value: (_) @field.value) @field
(call_expression
  function: (member_expression object: (_) @item.value property: (property_identifier) @_each)
  arguments: (arguments . (arrow_function parameters: (formal_parameters . [(identifier) (object_pattern) (array_pattern)] @item.name)))
  (#any-of? @_each "map" "forEach" "flatMap")) @item
(formal_parameters (identifier) @parameter.name @parameter)
(field_definition property: (_) @property.name value: (_) @property.value) @property
`;

const TYPESCRIPT_QUERY = `
(enum_declaration name: (identifier) @binding.name body: (enum_body) @binding.value) @binding
(enum_body) @record
(enum_assignment name: (_) @field.key value: (_) @field.value) @field
(class_declaration name: (type_identifier) @binding.name body: (class_body) @binding.value) @binding
(class_body) @record
(public_field_definition name: (_) @field.key value: (_) @field.value) @field
(required_parameter (accessibility_modifier) pattern: (identifier) @property.name value: (_) @property.default) @property
(call_expression
  function: (member_expression object: (_) @item.value property: (property_identifier) @_each)
  arguments: (arguments . (arrow_function
    parameters: (formal_parameters . (required_parameter pattern: [(identifier) (object_pattern) (array_pattern)] @item.name))))
  (#any-of? @_each "map" "forEach" "flatMap")) @item
(required_parameter pattern: (identifier) @parameter.name !value) @parameter
(required_parameter pattern: (identifier) @parameter.name value: (_) @parameter.value) @parameter
(optional_parameter pattern: (identifier) @parameter.name !value) @parameter
(optional_parameter pattern: (identifier) @parameter.name value: (_) @parameter.value) @parameter
(public_field_definition name: (_) @property.name value: (_) @property.value) @property
(as_expression . (_) @wrap.value) @wrap
(satisfies_expression . (_) @wrap.value) @wrap
(non_null_expression (_) @wrap.value) @wrap
`;

const LEAVES: Readonly<Record<string, LeafKind>> = {
  identifier: 'name',
  shorthand_property_identifier: 'name',
  string: 'string',
  template_string: 'string',
  number: 'number',
  true: 'true',
  false: 'false',
  null: 'null',
  undefined: 'null',
};

const ENDINGS = ['.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs', '.cjs'];

/** The files that `./x`, `../x.js` or `@/x` can mean; a package is none of the project's. */
function importPaths(source: string): string[] {
  const near = /^\.{1,2}(?:\/|$)/.test(source);
  const rooted = /^[@~]\//.test(source);
  if (!near && !rooted) return [];
  const bases = near ? [source] : [`^src/${source.slice(2)}`, `^${source.slice(2)}`];
  return bases.flatMap((base) => {
    const bare = base.replace(/\.[mc]?jsx?$/, '');
    const named = bare === base ? [] : [base];
    return [...named, ...ENDINGS.map((ending) => bare + ending), ...['.ts', '.js'].map((ending) => `${bare}/index${ending}`)];
  });
}

const SHARED: Omit<TreeSyntax, 'grammar' | 'query'> = {
  kind: 'tree',
  leaves: LEAVES,
  scopes: new Set([
    'function_declaration', 'function_expression', 'arrow_function', 'method_definition', 'generator_function',
    'generator_function_declaration', 'statement_block', 'for_statement', 'for_in_statement', 'class_static_block',
  ]),
  hoisted: new Set(['variable_declaration']),
  blocks: new Set([
    'program', 'statement_block', 'class_body', 'if_statement', 'else_clause', 'for_statement', 'for_in_statement',
    'while_statement', 'do_statement', 'switch_case', 'switch_default', 'try_statement',
  ]),
  fragments: new Set(['string_fragment', 'escape_sequence']),
  interpolations: new Set(['template_substitution']),
  importPaths,
  passing: new Set(['JSON.stringify', 'String', 'Number', 'parseInt', 'parseFloat', 'Boolean', 'Object.freeze']),
};

export const javascriptSyntax = (grammar: string): TreeSyntax => ({
  ...SHARED,
  grammar,
  query: SHARED_QUERY + JAVASCRIPT_QUERY,
});

export const typescriptSyntax = (grammar: string): TreeSyntax => ({
  ...SHARED,
  grammar,
  query: SHARED_QUERY + TYPESCRIPT_QUERY,
});
