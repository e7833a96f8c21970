import { defineLanguage } from '../language';

export const go = defineLanguage({
  id: 'go',
  languageIds: ['go'],
  extensions: ['.go'],
  syntax: {
    kind: 'tree',
    grammar: 'tree-sitter-go.wasm',
    query: `
(literal_value (keyed_element)) @object
(literal_value . (literal_element)) @array
(composite_literal type: [(slice_type) (array_type) (implicit_length_array_type)] body: (literal_value) @array.body) @array
(composite_literal
  type: [(map_type) (type_identifier) (generic_type)] @object.type body: (literal_value) @object.body) @object
(composite_literal type: (qualified_type) @object.type body: (literal_value) @object.body) @object
(composite_literal
  type: [(map_type) (type_identifier) (qualified_type) (generic_type)] @blank.type
  body: (literal_value) @_none (#match? @_none "^\\\\{\\\\s*\\\\}$")) @blank
(call_expression
  function: (identifier) @_make arguments: (argument_list . [(map_type) (type_identifier)]) (#eq? @_make "make")) @blank
(call_expression
  function: (identifier) @_new arguments: (argument_list . [(type_identifier) (selector_expression)] .) (#eq? @_new "new")) @blank
(keyed_element key: (literal_element (_) @field.key) value: (literal_element (_) @field.value)) @field
(argument_list (call_expression
  function: [(identifier) @field.setter (selector_expression field: (field_identifier) @field.setter)]
  arguments: (argument_list . (_) @field.value .)
  (#match? @field.setter "^With[A-Z]")) @field)
(call_expression
  function: [(identifier) (parenthesized_expression) (func_literal) (type_instantiation_expression) (index_expression)] @call.callee
  arguments: (argument_list) @call.arguments) @call
(call_expression
  function: (selector_expression operand: (_) @call.receiver) @call.callee
  arguments: (argument_list) @call.arguments) @call
(call_expression
  function: (selector_expression operand: (_) @put.target field: (field_identifier) @put.setter)
  arguments: (argument_list . (_) @put.value .)
  (#match? @put.setter "^(?:Set|With|Add)?[A-Z]")) @put
(call_expression
  function: (selector_expression operand: (_) @put.target field: (field_identifier) @_set)
  arguments: (argument_list . (_) @put.key . (_) @put.value .)
  (#any-of? @_set "Set" "Add" "Put" "WriteField")) @put
(const_spec name: (identifier) @binding.name value: (expression_list . (_) @binding.value)) @binding
(var_spec name: (identifier) @binding.name value: (expression_list . (_) @binding.value .)) @binding
((var_spec name: (identifier) @binding.name @binding type: (_) @_plain !value) (#match? @_plain "^(?:[^A-Za-z].*|string|bool|error|any|u?int\\\\d*|float\\\\d+|byte|interface\\\\b.*|map\\\\b.*|func\\\\b.*)$"))
((var_spec name: (identifier) @binding.name type: [(type_identifier) (qualified_type)] @binding.value !value) @binding
  (#not-match? @binding.value "^(?:string|bool|error|any|u?int\\\\d*|float\\\\d+|byte)$"))
((var_spec type: [(type_identifier) (qualified_type)] @blank @blank.type !value)
  (#not-match? @blank.type "^(?:string|bool|error|any|u?int\\\\d*|float\\\\d+|byte)$"))
(short_var_declaration
  left: (expression_list . (identifier) @binding.name) right: (expression_list . (_) @binding.value .)) @binding
(short_var_declaration
  left: (expression_list . (identifier) @binding.name . (identifier))
  right: (expression_list . (_) @binding.value . (_))) @binding
(short_var_declaration
  left: (expression_list (identifier) . (identifier) @parameter.name @parameter)
  right: (expression_list . (_) .))
(assignment_statement
  left: (expression_list . (identifier) @reassign.name) operator: "=" right: (expression_list . (_) @reassign.value .)) @reassign
(if_statement
  condition: (binary_expression
    left: (identifier) @_asked operator: ["==" "<="] right: [(interpreted_string_literal) (int_literal) (nil)])
  consequence: (block (statement_list (assignment_statement
    left: (expression_list . (identifier) @default.name) operator: "="
    right: (expression_list . (_) @default.value .))))
  (#eq? @_asked @default.name)) @default
(if_statement
  condition: (binary_expression
    left: (selector_expression) @_asked operator: ["==" "<="] right: [(interpreted_string_literal) (int_literal) (nil)])
  consequence: (block (statement_list (assignment_statement
    left: (expression_list . (selector_expression) @default.name) operator: "="
    right: (expression_list . (_) @default.value .))))
  (#eq? @_asked @default.name)) @default
(call_expression
  function: (selector_expression field: (field_identifier) @_flag)
  arguments: (argument_list
    . (unary_expression operator: "&" operand: [(identifier) (selector_expression)] @default.name) . (_) . (_) @default.value)
  (#match? @_flag "^(?:String|Int|Int64|Bool|Float64|Duration)Var$")) @default
(call_expression
  function: (selector_expression field: (field_identifier) @_flag)
  arguments: (argument_list
    . (unary_expression operator: "&" operand: [(identifier) (selector_expression)] @default.name)
    . (_) . (_) . (_) @default.value . (_))
  (#match? @_flag "^(?:String|Int|Int64|Bool|Float64|Duration)VarP$")) @default
(call_expression
  function: (selector_expression field: (field_identifier) @_flag) @fallback.left
  arguments: (argument_list . (interpreted_string_literal) . (_) @fallback.right . (_) .)
  (#any-of? @_flag "String" "Int" "Int64" "Bool" "Float64" "Duration")) @fallback
(call_expression
  function: (selector_expression field: (field_identifier) @_flag) @fallback.left
  arguments: (argument_list
    . (interpreted_string_literal) . (interpreted_string_literal) . (_) @fallback.right . (interpreted_string_literal) .)
  (#any-of? @_flag "StringP" "IntP" "Int64P" "BoolP" "Float64P")) @fallback
(call_expression
  function: [(identifier) @_get (selector_expression field: (field_identifier) @_get)] @fallback.left
  arguments: (argument_list . (interpreted_string_literal) . (_) @fallback.right .)
  (#match? @_get "^(?:[gG]et)?[eE]nv(?:Or|Default|With|Fallback)*$|^(?:DefaultQuery|DefaultPostForm|[gG]etOrDefault)$")) @fallback
(call_expression
  function: (selector_expression field: (field_identifier) @_or) @fallback.left
  arguments: (argument_list . (_) . (_) @fallback.right .)
  (#any-of? @_or "Or" "OrDefault" "CoalesceOrEmpty")) @fallback
(parameter_declaration name: (identifier) @parameter.name @parameter)
(variadic_parameter_declaration name: (identifier) @parameter.name @parameter)
(for_statement (range_clause left: (expression_list . (identifier) . (identifier) @item.name) right: (_) @item.value)) @item
(for_statement (range_clause right: (_) @loop.list)) @loop
(for_statement (for_clause
  initializer: (short_var_declaration right: (expression_list (int_literal) @_start))
  condition: (binary_expression operator: "<" right: (_) @loop.count)) (#eq? @_start "0")) @loop
(for_statement (for_clause)) @loop
(assignment_statement
  left: (expression_list . (index_expression operand: (identifier) @assign.target index: (_) @assign.key))
  operator: "=" right: (expression_list . (_) @assign.value .)) @assign
(assignment_statement
  left: (expression_list . (selector_expression operand: (identifier) @assign.target field: (field_identifier) @assign.key))
  operator: "=" right: (expression_list . (_) @assign.value .)) @assign
(selector_expression operand: (_) @member.object field: (field_identifier) @member.key) @member
(index_expression operand: (_) @member.object index: (interpreted_string_literal) @member.key) @member
(index_expression operand: (_) @pick.object index: (_) @pick.key) @pick
(binary_expression left: (_) @concat.left operator: "+" right: (_) @concat.right) @concat
(call_expression
  function: (selector_expression operand: (identifier) @_fmt field: (field_identifier) @_print)
  arguments: (argument_list . (_) @format.text) @format.values
  (#eq? @_fmt "fmt") (#any-of? @_print "Sprintf" "Appendf")) @format
(call_expression
  function: (selector_expression operand: (identifier) @_url field: (field_identifier) @_join)
  arguments: (argument_list . (_) @concat.left . (_) @concat.right .)
  (#eq? @_url "url") (#eq? @_join "JoinPath")) @concat
(unary_expression operator: ["&" "*"] operand: (_) @wrap.value) @wrap
(parenthesized_expression (_) @wrap.value) @wrap
(type_conversion_expression operand: (_) @wrap.value) @wrap
(type_assertion_expression operand: (_) @wrap.value) @wrap
(call_expression
  function: [(identifier) @_pointer (selector_expression field: (field_identifier) @_pointer)]
  arguments: (argument_list . (_) @wrap.value .)
  (#match? @_pointer "^(?:[tT]o)?(?:[sS]tr|[sS]tring|[iI]nt|[bB]ool)?(?:[pP]tr|[pP]ointer)(?:Of|To)?$|^(?:[sS]tring|[iI]nt|[bB]ool|[iI]nt64|[fF]loat64|New(?:String|Int|Bool)|TrimSpace|ToLower|Itoa)$")) @wrap
(call_expression
  function: (selector_expression operand: (_) @wrap.value field: (field_identifier) @_same)
  arguments: (argument_list) @_none
  (#any-of? @_same "String" "Build" "Value" "Ptr" "Bytes") (#eq? @_none "()")) @wrap
`,
    leaves: {
      identifier: 'name',
      interpreted_string_literal: 'string',
      raw_string_literal: 'string',
      int_literal: 'number',
      float_literal: 'number',
      true: 'true',
      false: 'false',
      nil: 'null',
    },
    scopes: new Set([
      'function_declaration', 'method_declaration', 'func_literal', 'block', 'if_statement', 'for_statement',
      'expression_case', 'type_case', 'default_case', 'communication_case',
    ]),
    blocks: new Set([
      'source_file', 'block', 'if_statement', 'for_statement', 'expression_case', 'type_case', 'default_case',
      'communication_case',
    ]),
    fragments: new Set(['interpreted_string_literal_content', 'raw_string_literal_content', 'escape_sequence']),
    interpolations: new Set(),
    placeholders: /%%|%[-+# 0]*\d*(?:\.\d+)?(?:\[\d+\])?[a-zA-Z]/g,
    transparent: new Set(['literal_element']),
    passing: new Set([
      'json.Marshal', 'json.MarshalIndent', 'sonic.Marshal', 'jsoniter.Marshal', 'bytes.NewBuffer', 'bytes.NewReader',
      'bytes.NewBufferString', 'strings.NewReader', 'io.NopCloser', 'fmt.Sprint', 'strconv.Itoa',
    ]),
  },
});
