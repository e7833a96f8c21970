import { defineLanguage } from '../language';
import { expressionsOfMacros } from './rustMacros';

export const rust = defineLanguage({
  id: 'rust',
  languageIds: ['rust'],
  extensions: ['.rs'],
  syntax: {
    kind: 'tree',
    grammar: 'tree-sitter-rust.wasm',
    rewrite: expressionsOfMacros,
    query: `
(array_expression (assignment_expression)) @object
(array_expression (tuple_expression . (_) . (_) .)) @object
(array_expression) @array
(array_expression (assignment_expression left: (_) @field.key right: (_) @field.value) @field)
(array_expression (tuple_expression . (_) @field.key . (_) @field.value .) @field)
(struct_expression name: (_) @object.type body: (field_initializer_list) @object.body (#not-eq? @object.type "Self")) @object
(struct_expression
  name: (_) @_type body: (field_initializer_list (base_field_initializer (_) @object.base)) (#not-eq? @_type "Self")) @object
(field_initializer field: (field_identifier) @field.key value: (_) @field.value) @field
(shorthand_field_initializer (identifier) @field.key) @field
(call_expression
  function: (scoped_identifier path: (_) @blank.type name: (identifier) @_new) arguments: (arguments) @blank.arguments
  (#any-of? @_new "new" "default" "builder" "with_capacity")) @blank
(call_expression
  function: (scoped_identifier name: (identifier) @_from) arguments: (arguments . (array_expression) @wrap.value .)
  (#eq? @_from "from")) @wrap
(call_expression
  function: [(identifier) (scoped_identifier) (generic_function function: (scoped_identifier))] @call.callee
  arguments: (arguments) @call.arguments) @call
(call_expression
  function: (field_expression value: (_) @call.receiver) @call.callee arguments: (arguments) @call.arguments) @call
(call_expression
  function: (generic_function function: (field_expression value: (_) @call.receiver)) @call.callee
  arguments: (arguments) @call.arguments) @call
(call_expression
  function: (field_expression value: (_) @put.target field: (field_identifier) @_insert)
  arguments: (arguments . (_) @put.key . (_) @put.value .)
  (#any-of? @_insert "insert" "set" "field" "with" "param" "text" "push")) @put
(call_expression
  function: (field_expression value: (_) @put.target field: (field_identifier) @put.setter)
  arguments: (arguments . (_) @put.value .)
  (#not-any-of? @put.setter "unwrap_or" "or" "unwrap_or_else" "get" "remove" "extend" "push" "expect" "or_else" "map" "eq" "contains_key")) @put
(call_expression
  function: (field_expression value: (_) @put.target field: (field_identifier) @_extend)
  arguments: (arguments . (_) @put.value .) (#eq? @_extend "extend")) @put
(const_item name: (identifier) @binding.name value: (_) @binding.value) @binding
(static_item name: (identifier) @binding.name value: (_) @binding.value) @binding
(let_declaration pattern: (identifier) @binding.name value: (_) @binding.value) @binding
(let_declaration pattern: (identifier) @binding.name !value) @binding
(impl_item type: (type_identifier) @binding.name body: (declaration_list (const_item)) @binding.value) @binding
(mod_item name: (identifier) @binding.name body: (declaration_list (const_item)) @binding.value) @binding
(declaration_list (const_item)) @record
(const_item name: (identifier) @field.key value: (_) @field.value) @field
(impl_item
  type: (type_identifier) @binding.name
  body: (declaration_list (function_item body: (block (expression_statement
    (match_expression value: [(self) (unary_expression (self))] body: (match_block) @binding.value)))))) @binding
(match_block) @record
(match_arm
  pattern: (match_pattern [(scoped_identifier name: (identifier) @field.key) (identifier) @field.key]) value: (_) @field.value) @field
(enum_item
  name: (type_identifier) @binding.name body: (enum_variant_list (attribute_item) @_rename) @binding.value
  (#match? @_rename "rename")) @binding
(enum_variant_list) @record
(enum_variant_list
  (attribute_item (attribute arguments: (token_tree (identifier) @_rename . (string_literal) @field.value)))
  . (enum_variant name: (identifier) @field.key) @field
  (#eq? @_rename "rename"))
(impl_item
  trait: (_) @_default type: (type_identifier) @binding.name
  body: (declaration_list (function_item body: (block
    (struct_expression body: (field_initializer_list) @binding.value) .)))
  (#eq? @_default "Default")) @binding
(impl_item
  trait: (_) @_default
  body: (declaration_list (function_item body: (block
    (struct_expression body: (field_initializer_list) @record) .)))
  (#eq? @_default "Default"))
(assignment_expression left: (identifier) @reassign.name right: (_) @reassign.value) @reassign
(assignment_expression
  left: (field_expression value: (self) field: (field_identifier) @property.name) right: (_) @property.value) @property
(struct_expression
  name: (type_identifier) @_self
  body: (field_initializer_list (field_initializer field: (field_identifier) @property.name value: (_) @property.value) @property)
  (#eq? @_self "Self"))
(struct_expression
  name: (type_identifier) @_self
  body: (field_initializer_list (shorthand_field_initializer (identifier) @property.name @property.value) @property)
  (#eq? @_self "Self"))
(assignment_expression
  left: (field_expression value: (identifier) @assign.target field: (field_identifier) @assign.key) right: (_) @assign.value) @assign
(assignment_expression
  left: (index_expression . (identifier) @assign.target . (_) @assign.key .) right: (_) @assign.value) @assign
(parameter pattern: (identifier) @parameter.name) @parameter
(closure_parameters (identifier) @parameter.name @parameter)
(closure_parameters (parameter pattern: (identifier) @parameter.name)) @parameter
(for_expression pattern: (identifier) @item.name value: (_) @item.value) @item
(for_expression value: (_) @loop.list) @loop
(for_expression value: (range_expression . (integer_literal) @_start . (_) @loop.count .) (#eq? @_start "0")) @loop
(call_expression
  function: (field_expression value: (_) @loop.list field: (field_identifier) @_each)
  arguments: (arguments . (closure_expression)) (#any-of? @_each "map" "for_each" "flat_map")) @loop
(call_expression
  function: (field_expression value: (_) @item.value field: (field_identifier) @_each)
  arguments: (arguments . (closure_expression parameters: (closure_parameters . (identifier) @item.name .)))
  (#any-of? @_each "map" "for_each" "flat_map")) @item
(struct_item body: (field_declaration_list
  (attribute_item (attribute arguments: (token_tree
    (identifier) @_default . [(string_literal) (integer_literal) (boolean_literal) (float_literal)] @option.value)))
  . (field_declaration name: (field_identifier) @option.name) @option)
  (#any-of? @_default "default_value" "default_value_t"))
(field_expression value: (self) field: (field_identifier) @own.key) @own
(field_expression value: (_) @member.object field: (field_identifier) @member.key) @member
(scoped_identifier path: (_) @member.object name: (identifier) @member.key) @member
(index_expression . (_) @member.object . (string_literal) @member.key .) @member
(if_expression
  consequence: (block . (_) @choice.a .) alternative: (else_clause (block . (_) @choice.b .))) @choice
(match_expression body: (match_block . (match_arm value: (_) @choice.a) . (match_arm value: (_) @choice.b) .)) @choice
(call_expression
  function: (field_expression value: (_) @fallback.left field: (field_identifier) @_or)
  arguments: (arguments . (_) @fallback.right .) (#any-of? @_or "unwrap_or" "or")) @fallback
(call_expression
  function: (field_expression value: (_) @fallback.left field: (field_identifier) @_or)
  arguments: (arguments . (closure_expression body: (_) @fallback.right) .)
  (#any-of? @_or "unwrap_or_else" "or_else")) @fallback
(binary_expression left: (_) @concat.left operator: "+" right: (_) @concat.right) @concat
(call_expression
  function: (identifier) @_format arguments: (arguments . (_) @format.text) @format.values (#eq? @_format "format_")) @format
(reference_expression value: (_) @wrap.value) @wrap
(unary_expression "*" (_) @wrap.value) @wrap
(try_expression (_) @wrap.value) @wrap
(await_expression (_) @wrap.value) @wrap
(parenthesized_expression (_) @wrap.value) @wrap
(type_cast_expression value: (_) @wrap.value) @wrap
(closure_expression body: (block . (_) @wrap.value .)) @wrap
(call_expression
  function: [(identifier) @_pass (scoped_identifier name: (identifier) @_pass) (generic_function function: (_) @_pass)]
  arguments: (arguments . (_) @wrap.value .)
  (#any-of? @_pass "Some" "Ok" "json_" "to_string" "to_value" "to_vec" "to_string_pretty" "from" "from_str" "from_static" "parse" "Json")) @wrap
(call_expression
  function: (field_expression value: (_) @wrap.value field: (field_identifier) @_same)
  arguments: (arguments) @_none (#eq? @_none "()")
  (#any-of? @_same "to_string" "into" "to_owned" "clone" "as_str" "as_ref" "as_deref" "build" "unwrap" "to_lowercase" "trim"
    "iter" "into_iter" "unwrap_or_default" "as_bytes" "into_bytes" "to_vec" "id" "value" "name" "cloned" "finish")) @wrap
(call_expression
  function: (field_expression value: (_) @wrap.value field: (field_identifier) @_same)
  arguments: (arguments . (_) .) (#eq? @_same "expect")) @wrap
`,
    leaves: {
      identifier: 'name',
      string_literal: 'string',
      raw_string_literal: 'string',
      integer_literal: 'number',
      float_literal: 'number',
      boolean_literal: 'name',
    },
    words: { true: 'true', false: 'false', None: 'null', null: 'null' },
    scopes: new Set([
      'function_item', 'closure_expression', 'block', 'for_expression', 'match_arm', 'declaration_list', 'if_expression',
    ]),
    blocks: new Set(['source_file', 'block', 'match_arm', 'declaration_list', 'for_expression', 'while_expression', 'loop_expression']),
    fragments: new Set(['string_content', 'escape_sequence']),
    interpolations: new Set(),
    placeholders: /\{\{|\}\}|\{([a-z_]\w*|\d+)?(?::[^{}]*)?\}/gi,
    passing: new Set(),
  },
});
