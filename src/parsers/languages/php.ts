import { defineLanguage } from '../language';

export const php = defineLanguage({
  id: 'php',
  languageIds: ['php', 'blade'],
  extensions: ['.php', '.phtml', '.php8', '.inc'],
  syntax: {
    kind: 'tree',
    grammar: 'tree-sitter-php.wasm',
    query: `
(array_creation_expression (array_element_initializer (_) (_))) @object
(array_creation_expression (array_element_initializer (variadic_unpacking))) @object
(array_creation_expression) @array
(array_element_initializer . (_) @field.key (_) @field.value .) @field
(array_element_initializer (variadic_unpacking (_) @spread.value)) @spread
(argument name: (name) @field.key (_) @field.value .) @field
(function_call_expression function: (_) @call.callee arguments: (arguments) @call.arguments) @call
(member_call_expression object: (_) @call.receiver name: (_) @call.callee arguments: (arguments) @call.arguments) @call
(nullsafe_member_call_expression object: (_) @call.receiver name: (_) @call.callee arguments: (arguments) @call.arguments) @call
(scoped_call_expression scope: (_) @call.receiver name: (_) @call.callee arguments: (arguments) @call.arguments) @call
(object_creation_expression . [(name) (qualified_name)] @call.callee (arguments) @call.arguments) @call
((object_creation_expression . [(name) (qualified_name)] @blank.type . (arguments) @_none .) @blank
  (#match? @_none "^\\\\(\\\\s*\\\\)$"))
(assignment_expression left: (variable_name) @binding.name right: (_) @binding.value) @binding
(augmented_assignment_expression left: (variable_name) @binding.name operator: "??=") @binding @binding.value
(augmented_assignment_expression left: (_) @fallback.left operator: "??=" right: (_) @fallback.right) @fallback
(foreach_statement . (_) @loop.list) @loop
(for_statement
  condition: (binary_expression operator: "<" right: (_) @loop.count)
  update: (_)) @loop
(static_variable_declaration name: (variable_name) @binding.name value: (_) @binding.value) @binding
(const_element . (name) @binding.name (_) @binding.value .) @binding
(const_element . (name) @property.name (_) @property.value .) @property
(function_call_expression
  function: (name) @_define
  arguments: (arguments . (argument (string (string_content) @binding.name)) . (argument (_) @binding.value))
  (#eq? @_define "define")) @binding
(enum_case name: (name) @property.name value: (_) @property.value) @property
(property_element name: (variable_name (name) @property.name) default_value: (_) @property.value) @property
(property_promotion_parameter name: (variable_name (name) @property.name) default_value: (_) @property.value) @property
(assignment_expression
  left: (member_access_expression object: (variable_name) @_this name: (name) @property.name)
  right: (_) @property.value
  (#eq? @_this "$this")) @property
(simple_parameter name: (variable_name) @parameter.name !default_value) @parameter
(simple_parameter name: (variable_name) @parameter.name default_value: (_) @parameter.value) @parameter
(property_promotion_parameter name: (variable_name) @parameter.name !default_value) @parameter
(property_promotion_parameter name: (variable_name) @parameter.name default_value: (_) @parameter.value) @parameter
(foreach_statement . (_) @item.value . (variable_name) @item.name) @item
(foreach_statement . (_) . (pair (variable_name) @parameter.name)) @parameter
(foreach_statement . (_) @item.value . (pair (_) (variable_name) @item.name)) @item
(assignment_expression
  left: (subscript_expression (variable_name) @assign.target (string) @assign.key)
  right: (_) @assign.value) @assign
(assignment_expression
  left: (member_access_expression object: (variable_name) @assign.target name: (name) @assign.key)
  right: (_) @assign.value) @assign
(member_access_expression object: (variable_name) @_own name: (name) @own.key (#eq? @_own "$this")) @own
(member_access_expression
  object: (class_constant_access_expression (_) (name) @own.key) name: (name) @_value (#eq? @_value "value")) @own
(class_constant_access_expression (_) (name) @own.key .) @own
(scoped_property_access_expression name: (variable_name (name) @own.key)) @own
(member_access_expression object: (_) @member.object name: (name) @member.key) @member
(subscript_expression (_) @member.object (string) @member.key) @member
(subscript_expression (_) @pick.object (_) @pick.key) @pick
(conditional_expression body: (_) @choice.a alternative: (_) @choice.b) @choice
(conditional_expression condition: (_) @fallback.left !body alternative: (_) @fallback.right) @fallback
(conditional_expression
  condition: (function_call_expression function: (name) @_isset)
  body: (_) @fallback.left alternative: (_) @fallback.right (#eq? @_isset "isset")) @fallback
(conditional_expression
  condition: (unary_op_expression (function_call_expression function: (name) @_empty))
  body: (_) @fallback.left alternative: (_) @fallback.right (#eq? @_empty "empty")) @fallback
(function_call_expression
  function: (name) @_merge arguments: (arguments)
  (#any-of? @_merge "array_merge" "array_replace")) @object
(function_call_expression
  function: (name) @_merged arguments: (arguments (argument (_) @spread.value) @spread)
  (#any-of? @_merged "array_merge" "array_replace"))
(match_expression body: (match_block
  (match_conditional_expression return_expression: (_) @choice.a)
  . (match_default_expression return_expression: (_) @choice.b) .)) @choice
(binary_expression left: (_) @fallback.left operator: "??" right: (_) @fallback.right) @fallback
(function_call_expression
  function: (name) @_get @fallback.left
  arguments: (arguments . (argument . (string)) . (argument . (_) @fallback.right .) .)
  (#any-of? @_get "config" "env" "data_get" "get_option" "old")) @fallback
(member_call_expression
  name: (name) @_read @fallback.left
  arguments: (arguments . (argument . (string)) . (argument . (_) @fallback.right .) .)
  (#any-of? @_read "get" "input" "query" "string" "integer" "boolean")) @fallback
(scoped_call_expression
  name: (name) @_find @fallback.left
  arguments: (arguments . (argument . (_)) . (argument . (_)) . (argument . (_) @fallback.right .) .)
  (#any-of? @_find "get")) @fallback
(binary_expression left: (_) @concat.left operator: "." right: (_) @concat.right) @concat
(parenthesized_expression (_) @wrap.value) @wrap
(cast_expression value: (_) @wrap.value) @wrap
`,
    leaves: {
      variable_name: 'name',
      name: 'name',
      string: 'string',
      encapsed_string: 'string',
      heredoc: 'string',
      heredoc_body: 'string',
      nowdoc: 'string',
      nowdoc_body: 'string',
      integer: 'number',
      float: 'number',
      boolean: 'name',
      null: 'null',
    },
    words: { true: 'true', TRUE: 'true', false: 'false', FALSE: 'false' },
    scopes: new Set(['function_definition', 'method_declaration', 'anonymous_function', 'arrow_function']),
    blocks: new Set(['program', 'compound_statement', 'declaration_list', 'else_clause', 'case_statement', 'default_statement', 'colon_block']),
    fragments: new Set(['string_content', 'escape_sequence', 'nowdoc_string']),
    interpolations: new Set([
      'variable_name', 'member_access_expression', 'nullsafe_member_access_expression', 'subscript_expression',
      'class_constant_access_expression', 'scoped_property_access_expression', 'member_call_expression',
      'function_call_expression', 'dynamic_variable_name',
    ]),
    transparent: new Set(['argument', 'array_element_initializer', 'expression_statement']),
    passing: new Set(['json_encode', 'strval', 'intval', 'floatval', 'boolval', 'array_filter', 'trim', 'collect', 'Utils.jsonEncode']),
  },
});
