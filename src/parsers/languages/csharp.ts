import { defineLanguage } from '../language';

export const csharp = defineLanguage({
  id: 'csharp',
  languageIds: ['csharp'],
  extensions: ['.cs', '.csx'],
  syntax: {
    kind: 'tree',
    grammar: 'tree-sitter-c-sharp.wasm',
    query: `
(anonymous_object_creation_expression) @object
(anonymous_object_creation_expression (identifier) @field @field.key . "=" . (_) @field.value)
(anonymous_object_creation_expression (identifier) @field @field.key . ["," "}"])
(anonymous_object_creation_expression
  (member_access_expression name: (identifier) @field.key) @field @field.value . ["," "}"])
(object_creation_expression
  type: (_) @object.type initializer: (initializer_expression . [(assignment_expression) (initializer_expression)]) @object.body) @object
(implicit_object_creation_expression
  (initializer_expression . [(assignment_expression) (initializer_expression)]) @object.body) @object
(object_creation_expression
  type: (_) @_list initializer: (initializer_expression) @array.body (#match? @_list "^(?:List|HashSet|Collection|IList)\\\\b")) @array
(initializer_expression) @array
(element_binding_expression) @array
(implicit_array_creation_expression (initializer_expression) @wrap.value) @wrap
(array_creation_expression (initializer_expression) @wrap.value) @wrap
(initializer_expression (assignment_expression left: (identifier) @field.key right: (_) @field.value) @field)
(initializer_expression
  (assignment_expression left: (element_binding_expression (argument (_) @field.key)) right: (_) @field.value) @field)
(initializer_expression (initializer_expression . (_) @field.key . (_) @field.value .) @field)
(argument name: (identifier) @field.key . (_) @field.value) @field
(with_expression . (_) @object.base (with_initializer) @object.body) @object
(with_initializer (identifier) @field @field.key . "=" . (_) @field.value)
(object_creation_expression
  type: (_) @blank.type arguments: (argument_list) @blank.arguments !initializer) @blank
(implicit_object_creation_expression . (argument_list) @blank.arguments .) @blank
(invocation_expression
  function: [(identifier) (generic_name)] @call.callee arguments: (argument_list) @call.arguments) @call
(invocation_expression
  function: (member_access_expression expression: (_) @call.receiver) @call.callee
  arguments: (argument_list) @call.arguments) @call
(invocation_expression
  function: (member_access_expression "this") @call.callee arguments: (argument_list) @call.arguments) @call
(invocation_expression
  function: (conditional_access_expression condition: (_) @call.receiver (member_binding_expression name: (_) @call.callee))
  arguments: (argument_list) @call.arguments) @call
(object_creation_expression type: (_) @call.callee arguments: (argument_list) @call.arguments) @call
(invocation_expression
  function: (member_access_expression expression: (_) @put.target name: (identifier) @_put)
  arguments: (argument_list . (argument) @put.key . (argument) @put.value .)
  (#any-of? @_put "Add" "TryAdd" "AddParameter" "AddField" "SetProperty")) @put
(invocation_expression
  function: (member_access_expression expression: (_) @put.target name: (identifier) @put.setter)
  arguments: (argument_list . (argument !name) @put.value .)
  (#match? @put.setter "^(?:Set|With|Use|And)?[A-Z]")
  (#not-any-of? @put.setter "Add" "AddRange" "Equals" "Serialize" "ConfigureAwait" "ContainsKey" "Remove")) @put
(local_declaration_statement (variable_declaration
  (variable_declarator name: (identifier) @binding.name . (_) @binding.value) @binding))
(local_declaration_statement (variable_declaration (variable_declarator . name: (identifier) @binding.name .) @binding))
(using_statement (variable_declaration
  (variable_declarator name: (identifier) @binding.name . (_) @binding.value) @binding))
((field_declaration (variable_declaration (variable_declarator name: (identifier) @binding.name . (_) @binding.value) @binding)) @_field
  (#match? @_field "^[^=(]*\\\\b(?:const|readonly)\\\\b"))
((field_declaration (variable_declaration (variable_declarator name: (identifier) @parameter.name . (_) @parameter.value) @parameter)) @_field
  (#not-match? @_field "^[^=(]*\\\\b(?:const|readonly)\\\\b"))
(field_declaration (variable_declaration (variable_declarator . name: (identifier) @binding.name .) @binding))
((field_declaration (variable_declaration (variable_declarator name: (identifier) @property.name . (_) @property.value) @property)) @_field
  (#match? @_field "^[^=(]*\\\\b(?:const|readonly)\\\\b"))
((field_declaration (variable_declaration (variable_declarator name: (identifier) @property.name . (_) @property.default) @property)) @_field
  (#not-match? @_field "^[^=(]*\\\\b(?:const|readonly)\\\\b"))
(property_declaration name: (identifier) @parameter.name accessors: (accessor_list) value: (_) @parameter.value) @parameter
(property_declaration name: (identifier) @property.name accessors: (accessor_list) value: (_) @property.default) @property
(property_declaration name: (identifier) @parameter.name accessors: (accessor_list) !value) @parameter
(property_declaration name: (identifier) @binding.name value: (arrow_expression_clause (_) @binding.value)) @binding
(property_declaration name: (identifier) @property.name value: (arrow_expression_clause (_) @property.value)) @property
(class_declaration name: (identifier) @binding.name body: (declaration_list) @binding.value) @binding
(struct_declaration name: (identifier) @binding.name body: (declaration_list) @binding.value) @binding
(record_declaration name: (identifier) @binding.name body: (declaration_list) @binding.value) @binding
(record_declaration name: (identifier) @binding.name . (parameter_list) @binding.value) @binding
(class_declaration body: (declaration_list) @record)
(struct_declaration body: (declaration_list) @record)
(record_declaration body: (declaration_list) @record)
(record_declaration (parameter_list) @record)
(record_declaration (parameter_list (parameter name: (identifier) @field.key . (_) @field.value) @field))
(field_declaration (variable_declaration (variable_declarator name: (identifier) @field.key . (_) @field.value))) @field
(property_declaration name: (identifier) @field.key accessors: (accessor_list) value: (_) @field.value) @field
(property_declaration name: (identifier) @field.key value: (arrow_expression_clause (_) @field.value)) @field
(assignment_expression left: (identifier) @reassign.name operator: "=" right: (_) @reassign.value) @reassign
(assignment_expression left: (identifier) @default.name operator: "??=" right: (_) @default.value) @default
(assignment_expression
  left: (member_access_expression expression: (identifier)) @default.name operator: "??=" right: (_) @default.value) @default
(if_statement
  condition: [
    (binary_expression left: (identifier) @_asked operator: "==" right: (_))
    (is_pattern_expression expression: (identifier) @_asked)
    (invocation_expression arguments: (argument_list . (argument (identifier) @_asked) .))]
  consequence: [
    (block . (expression_statement (assignment_expression left: (identifier) @default.name operator: "=" right: (_) @default.value)))
    (expression_statement (assignment_expression left: (identifier) @default.name operator: "=" right: (_) @default.value))]
  (#eq? @_asked @default.name)) @default
(assignment_expression
  left: (member_access_expression expression: "this" name: (identifier) @property.name) right: (_) @property.value) @property
(assignment_expression
  left: (member_access_expression expression: (identifier) @assign.target name: (identifier) @assign.key)
  operator: "=" right: (_) @assign.value) @assign
(assignment_expression
  left: (element_access_expression
    expression: (identifier) @assign.target subscript: (bracketed_argument_list . (argument (_) @assign.key) .))
  operator: "=" right: (_) @assign.value) @assign
(parameter type: (_) @parameter.type name: (identifier) @parameter.name .) @parameter
(parameter type: (_) @parameter.type name: (identifier) @parameter.name . (_) @parameter.value) @parameter
(parameter !type name: (identifier) @parameter.name) @parameter
(lambda_expression parameters: (parameter_list (parameter name: (identifier) @parameter.name @parameter)))
(implicit_parameter) @parameter @parameter.name
(foreach_statement left: (identifier) @item.name right: (_) @item.value) @item
(foreach_statement right: (_) @loop.list) @loop
(for_statement
  initializer: (variable_declaration (variable_declarator (integer_literal) @_start))
  condition: (binary_expression operator: "<" right: (_) @loop.count) (#eq? @_start "0")) @loop
(for_statement) @loop
(invocation_expression
  function: (member_access_expression expression: (_) @loop.list name: (identifier) @_each)
  arguments: (argument_list . (argument (lambda_expression)))
  (#any-of? @_each "Select" "ForEach" "SelectMany")) @loop
(invocation_expression
  function: (member_access_expression expression: (_) @item.value name: (identifier) @_each)
  arguments: (argument_list . (argument (lambda_expression parameters: [
    (implicit_parameter) @item.name
    (parameter_list . (parameter name: (identifier) @item.name) .)])))
  (#any-of? @_each "Select" "ForEach" "SelectMany")) @item
(member_access_expression expression: "this" name: (identifier) @own.key) @own
(member_access_expression expression: (_) @member.object name: (identifier) @member.key) @member
(element_access_expression
  expression: (_) @member.object subscript: (bracketed_argument_list . (argument (string_literal) @member.key) .)) @member
(conditional_expression
  condition: (invocation_expression arguments: (argument_list . (argument (_) @_asked) .))
  consequence: (_) @fallback.right alternative: (_) @fallback.left (#eq? @_asked @fallback.left)) @fallback
(conditional_expression
  condition: (binary_expression left: (_) @_asked operator: "!=" right: (null_literal))
  consequence: (_) @fallback.left alternative: (_) @fallback.right (#eq? @_asked @fallback.left)) @fallback
(conditional_expression consequence: (_) @choice.a alternative: (_) @choice.b) @choice
(switch_expression
  (switch_expression_arm (_) . (_) @choice.a) . (switch_expression_arm (discard) . (_) @choice.b) .) @choice
(binary_expression left: (_) @fallback.left operator: "??" right: (_) @fallback.right) @fallback
(invocation_expression
  function: (member_access_expression name: [(identifier) (generic_name)] @_get) @fallback.left
  arguments: (argument_list . (argument (string_literal)) . (argument) @fallback.right .)
  (#match? @_get "^(?:GetValue(?:<.*>)?|GetValueOrDefault|GetEnv|Get)$")) @fallback
(invocation_expression
  function: (member_access_expression expression: (_) @fallback.left name: (identifier) @_get)
  arguments: (argument_list . (argument) @fallback.right .)
  (#eq? @_get "GetValueOrDefault")) @fallback
(binary_expression left: (_) @concat.left operator: "+" right: (_) @concat.right) @concat
(invocation_expression
  function: (member_access_expression name: (identifier) @_format)
  arguments: (argument_list . (argument) @format.text) @format.values
  (#eq? @_format "Format")) @format
(interpolation (interpolation_brace) . (_) @wrap.value) @wrap
(parenthesized_expression (_) @wrap.value) @wrap
(cast_expression value: (_) @wrap.value) @wrap
(as_expression left: (_) @wrap.value) @wrap
(await_expression (_) @wrap.value) @wrap
(postfix_unary_expression . (_) @wrap.value "!") @wrap
(invocation_expression
  function: (member_access_expression name: [(identifier) (generic_name)] @_pass) arguments: (argument_list . (argument) @wrap.value)
  (#any-of? @_pass "Serialize" "SerializeObject" "SerializeToUtf8Bytes" "SerializeToElement" "Create" "FromObject" "Parse"
    "ToInt32" "GetBytes" "FromResult" "ToString")) @wrap
(invocation_expression
  function: (member_access_expression expression: (_) @wrap.value name: (identifier) @_same)
  arguments: (argument_list) @_none
  (#any-of? @_same "ToString" "Build" "Trim" "ToLower" "ToLowerInvariant" "ToJsonString" "ToJson" "ToModelId" "GetDescription")
  (#eq? @_none "()")) @wrap
(object_creation_expression
  type: (_) @_content arguments: (argument_list . (argument) @wrap.value) !initializer
  (#match? @_content "^(?:StringContent|ByteArrayContent|FormUrlEncodedContent|JsonContent|Uri|Url)$")) @wrap
`,
    leaves: {
      identifier: 'name',
      implicit_parameter: 'name',
      string_literal: 'string',
      verbatim_string_literal: 'string',
      raw_string_literal: 'string',
      interpolated_string_expression: 'string',
      integer_literal: 'number',
      real_literal: 'number',
      boolean_literal: 'name',
      null_literal: 'null',
    },
    words: { true: 'true', false: 'false' },
    scopes: new Set([
      'declaration_list', 'method_declaration', 'constructor_declaration', 'local_function_statement', 'lambda_expression',
      'anonymous_method_expression', 'block', 'for_statement', 'foreach_statement', 'switch_section', 'accessor_declaration',
      'using_statement', 'catch_clause',
    ]),
    blocks: new Set([
      'compilation_unit', 'declaration_list', 'block', 'if_statement', 'else_clause', 'for_statement', 'foreach_statement',
      'while_statement', 'do_statement', 'switch_section', 'switch_expression_arm', 'try_statement',
    ]),
    fragments: new Set(['string_literal_content', 'string_content', 'raw_string_content', 'escape_sequence']),
    interpolations: new Set(['interpolation']),
    gaps: new Set(['verbatim_string_literal']),
    escapes: { verbatim_string_literal: /""/g, string_content: /\{\{|\}\}|""/g },
    placeholders: /\{\{|\}\}|\{(\d+)(?::[^}]*)?\}/g,
    transparent: new Set(['argument']),
    passing: new Set(),
  },
});
