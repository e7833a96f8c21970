import { defineLanguage } from '../language';

export const python = defineLanguage({
  id: 'python',
  languageIds: ['python'],
  extensions: ['.py', '.pyi', '.pyw'],
  syntax: {
    kind: 'tree',
    grammar: 'tree-sitter-python.wasm',
    query: `
(import_from_statement module_name: (_) @import.source name: (dotted_name (identifier) @import.imported) @import)
(import_from_statement module_name: (_) @import.source
  name: (aliased_import name: (dotted_name (identifier) @import.imported) alias: (identifier) @import.name) @import)
(import_statement name: (dotted_name (identifier) @import.module) @import.source @import)
(import_statement name: (aliased_import name: (_) @import.source alias: (identifier) @import.module) @import)
(dictionary) @object
(list) @array
(tuple) @array
(pair key: (_) @field.key value: (_) @field.value) @field
(keyword_argument name: (identifier) @field.key value: (_) @field.value) @field
(dictionary_splat (_) @spread.value) @spread
(call function: (_) @call.callee arguments: (argument_list) @call.arguments) @call
(call function: (identifier) @_dict arguments: (argument_list) (#eq? @_dict "dict")) @object
(assignment left: (identifier) @binding.name right: (_) @binding.value) @binding
(named_expression name: (identifier) @binding.name value: (_) @binding.value) @binding
(assignment
  left: (attribute object: (identifier) @_self attribute: (identifier) @property.name)
  right: (_) @property.value
  (#any-of? @_self "self" "cls")) @property
(class_definition body: (block (expression_statement
  (assignment left: (identifier) @property.name !type right: (_) @property.value) @property)))
(class_definition body: (block (expression_statement
  (assignment left: (identifier) @property.name type: (_) right: (_) @property.default) @property)))
(class_definition name: (identifier) @binding.name body: (block) @binding.value) @binding
(class_definition body: (block) @record)
(class_definition body: (block (expression_statement
  (assignment left: (identifier) @field.key right: (_) @field.value)) @field))
(call function: (identifier) @_field arguments: (argument_list
  (keyword_argument name: (identifier) @_default value: (_) @wrap.value))
  (#any-of? @_field "Field" "field" "Query" "Body" "Form") (#eq? @_default "default")) @wrap
(call function: (identifier) @_field arguments: (argument_list . [(string) (integer) (float) (true) (false)] @wrap.value)
  (#any-of? @_field "Field" "Query" "Body" "Form")) @wrap
(call
  function: (attribute attribute: (identifier) @_add)
  arguments: (argument_list . (string)? . (string) @option.name
    (keyword_argument name: (identifier) @_default value: (_) @option.value))
  (#any-of? @_add "add_argument" "option") (#eq? @_default "default")) @option
(call
  function: [(identifier) (attribute)] @_typer
  arguments: (argument_list . [(string) (integer) (float) (true) (false)] @wrap.value)
  (#any-of? @_typer "typer.Option" "typer.Argument" "Option")) @wrap
((call function: [(identifier) (attribute)] @blank.type arguments: (argument_list) @_none) @blank
  (#match? @blank.type "(?:^|\\\\.)[A-Z]\\\\w*[a-z]\\\\w*$") (#match? @_none "^\\\\(\\\\s*\\\\)$"))
((assignment
  left: (attribute object: (identifier) @assign.target attribute: (identifier) @assign.key) right: (_) @assign.value) @assign
  (#not-any-of? @assign.target "self" "cls"))
(assignment
  left: (subscript value: (identifier) @assign.target subscript: (string) @assign.key)
  right: (_) @assign.value) @assign
(parameters (identifier) @parameter.name @parameter)
(lambda_parameters (identifier) @parameter.name @parameter)
(typed_parameter . (identifier) @parameter.name type: (type (_) @parameter.type)) @parameter
(default_parameter name: (identifier) @parameter.name value: (_) @parameter.value) @parameter
(typed_default_parameter name: (identifier) @parameter.name value: (_) @parameter.value) @parameter
(for_statement left: (identifier) @item.name right: (_) @item.value) @item
(for_in_clause left: (identifier) @item.name right: (_) @item.value) @item
(for_statement left: [(pattern_list) (tuple_pattern)] @item.name right: (_) @item.value) @item
(for_in_clause left: [(pattern_list) (tuple_pattern)] @item.name right: (_) @item.value) @item
((for_statement
  left: (pattern_list . (_) . (_) @item.name .)
  right: (call function: (identifier) @_numbered arguments: (argument_list . (_) @item.value)) @item)
  (#eq? @_numbered "enumerate"))
(for_statement right: (_) @loop.list) @loop
((for_statement
  right: (call function: (identifier) @_same arguments: (argument_list . (_) @loop.within))) @loop
  (#any-of? @_same "enumerate" "reversed" "sorted" "list" "tqdm"))
((for_statement
  right: (call function: (attribute object: (_) @loop.within attribute: (identifier) @_all))) @loop
  (#any-of? @_all "items" "values" "keys"))
(for_statement right: (call
  function: (identifier) @_range arguments: (argument_list . (_) @loop.count .)) (#eq? @_range "range")) @loop
(list_comprehension (for_in_clause right: (_) @loop.list)) @loop
(generator_expression (for_in_clause right: (_) @loop.list)) @loop
(attribute object: (_) @member.object attribute: (identifier) @member.key) @member
(subscript value: (_) @member.object subscript: (string) @member.key) @member
(subscript value: (_) @pick.object subscript: [(identifier) (attribute) (call) (integer) (unary_operator)] @pick.key) @pick
((call
  function: (attribute object: (_) @pick.object attribute: (identifier) @_get)
  arguments: (argument_list . [(identifier) (attribute) (subscript)] @pick.key . (_)? @pick.otherwise)) @pick
  (#eq? @_get "get"))
(attribute object: (identifier) @_own attribute: (identifier) @own.key (#any-of? @_own "self" "cls")) @own
(conditional_expression . (_) @choice.a (_) (_) @choice.b .) @choice
(boolean_operator left: (_) @fallback.left operator: "or" right: (_) @fallback.right) @fallback
(call
  function: (attribute attribute: (identifier) @_get) @fallback.left
  arguments: (argument_list . (string) . (_) @fallback.right .)
  (#any-of? @_get "get" "getenv" "pop" "setdefault")) @fallback
(binary_operator left: (_) @concat.left operator: "+" right: (_) @concat.right) @concat
(concatenated_string . (_) @concat.left (_) @concat.right .) @concat
(call
  function: (attribute object: (_) @wrap.value attribute: (identifier) @_passed)
  arguments: (argument_list)
  (#any-of? @_passed "encode" "decode" "strip" "lower" "upper" "copy" "dict" "model_dump" "to_dict" "json" "model_dump_json")) @wrap
((call
  function: (attribute object: (_) @_models attribute: (identifier) @_get)
  arguments: (argument_list . [(string) (identifier) (attribute)] @wrap.value)) @wrap
  (#match? @_models "(?:replicate|client)\\w*\\.models$") (#eq? @_get "get"))
((attribute object: (_) @wrap.value attribute: (identifier) @_version) @wrap (#eq? @_version "latest_version"))
((call function: (attribute
  object: (attribute object: (_) @wrap.value attribute: (identifier) @_versions) attribute: (identifier) @_get)) @wrap
  (#eq? @_versions "versions") (#eq? @_get "get"))
((subscript value: (call function: (attribute
  object: (attribute object: (_) @wrap.value attribute: (identifier) @_versions) attribute: (identifier) @_list))) @wrap
  (#eq? @_versions "versions") (#eq? @_list "list"))
(parenthesized_expression (_) @wrap.value) @wrap
(await (_) @wrap.value) @wrap
`,
    leaves: {
      identifier: 'name',
      string: 'string',
      integer: 'number',
      float: 'number',
      true: 'true',
      false: 'false',
      none: 'null',
    },
    scopes: new Set(['function_definition', 'lambda', 'list_comprehension', 'dictionary_comprehension']),
    blocks: new Set(['module', 'block']),
    fragments: new Set(['string_content']),
    interpolations: new Set(['interpolation']),
    importPaths,
    submodule: (source, name) => (source.endsWith('.') ? source + name : `${source}.${name}`),
    passing: new Set(['json.dumps', 'str', 'int', 'float', 'bool']),
  },
});

/** The files that `.x`, `..a.b` or `app.config` can mean, from the file's folder or from one above it. */
function importPaths(source: string): string[] {
  const dots = /^\.+/.exec(source)?.[0].length ?? 0;
  const path = source.slice(dots).replaceAll('.', '/');
  const base = dots === 0 ? `^${path}` : `./${'../'.repeat(dots - 1)}${path}`;
  return path === '' ? [`${base}__init__.py`] : [`${base}.py`, `${base}/__init__.py`];
}
