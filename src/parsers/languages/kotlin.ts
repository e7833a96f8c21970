import { defineLanguage } from '../language';

const LITERAL = '[(string_literal) (multiline_string_literal) (number_literal) (float_literal) (identifier) (navigation_expression) (call_expression) (binary_expression) (if_expression)]';

export const kotlin = defineLanguage({
  id: 'kotlin',
  languageIds: ['kotlin'],
  extensions: ['.kt', '.kts'],
  syntax: {
    kind: 'tree',
    grammar: 'tree-sitter-kotlin.wasm',
    query: `
(call_expression . (identifier) @_map (value_arguments (value_argument)) @object.body
  (#any-of? @_map "mapOf" "mutableMapOf" "hashMapOf" "linkedMapOf" "sortedMapOf")) @object
(value_argument (infix_expression . (_) @field.key . (identifier) @_to . (_) @field.value) (#eq? @_to "to")) @field
(value_argument (call_expression . (identifier) @_pair
  (value_arguments . (value_argument) @field.key . (value_argument) @field.value)) (#eq? @_pair "Pair")) @field
(call_expression . (identifier) @_build (annotated_lambda (lambda_literal) @object.body)
  (#any-of? @_build "buildJsonObject" "buildMap" "json" "obj" "jsonObject")) @object
(call_expression
  . (navigation_expression (call_expression . (identifier) @_type) (identifier) @_apply)
  (annotated_lambda (lambda_literal) @object.body)
  (#match? @_type "^(?:JSONObject|JsonObject|HashMap|LinkedHashMap|mutableMapOf|hashMapOf|linkedMapOf)$")
  (#any-of? @_apply "apply" "also")) @object
(call_expression . (identifier) @_put (value_arguments . (value_argument) @field.key . (value_argument) @field.value)
  (#any-of? @_put "put" "addProperty" "add" "set")) @field
(call_expression
  . (navigation_expression [(this_expression) (identifier)] @_it (identifier) @_put)
  (value_arguments . (value_argument) @field.key . (value_argument) @field.value)
  (#any-of? @_it "this" "it") (#any-of? @_put "put" "addProperty" "add" "set")) @field
(assignment left: (index_expression (this_expression) . (_) @field.key) right: (_) @field.value) @field
(call_expression
  . (call_expression . (identifier) @_put (value_arguments . (value_argument) @field.key))
  (annotated_lambda (lambda_literal) @field.value)
  (#any-of? @_put "putJsonObject" "putJsonArray")) @field
(call_expression . (identifier) @blank.type (value_arguments) @blank.arguments
  (#any-of? @blank.type
    "JSONObject" "JsonObject" "HashMap" "LinkedHashMap" "mutableMapOf" "hashMapOf" "linkedMapOf" "JsonObjectBuilder")) @blank
(call_expression . (identifier) @object.type (value_arguments (value_argument . (identifier) . (_))) @object.body
  (#match? @object.type "^[A-Z]")) @object
(call_expression . (navigation_expression (_) @object.base (identifier) @_copy) (value_arguments) @object.body
  (#eq? @_copy "copy")) @object
(call_expression . (identifier) @_list (value_arguments) @array.body
  (#any-of? @_list "listOf" "mutableListOf" "arrayListOf" "arrayOf" "setOf" "listOfNotNull")) @array
(value_argument . (identifier) @field.key . (_) @field.value) @field
(call_expression . (identifier) @call.callee (value_arguments) @call.arguments) @call
(call_expression . (navigation_expression (_) @call.receiver (identifier) @call.callee) (value_arguments) @call.arguments) @call
(call_expression
  . (navigation_expression (_) @put.target (identifier) @_puts)
  (value_arguments . (value_argument) @put.key . (value_argument) @put.value)
  (#any-of? @_puts "put" "addProperty" "add" "set" "append" "accumulate" "putOpt" "addFormDataPart" "param")) @put
(assignment left: (index_expression (identifier) @assign.target . (_) @assign.key) right: (_) @assign.value) @assign
(assignment left: (navigation_expression (identifier) @assign.target (identifier) @assign.key) right: (_) @assign.value) @assign
(property_declaration (variable_declaration . (identifier) @binding.name) . (_) @binding.value) @binding
(class_body (property_declaration (variable_declaration . (identifier) @property.name) . (_) @property.value) @property)
(assignment left: (identifier) @reassign.name operator: "=" right: (_) @reassign.value) @reassign
(assignment left: (navigation_expression (this_expression) (identifier) @property.name) right: (_) @property.value) @property
(parameter . (identifier) @parameter.name) @parameter
(function_value_parameters (parameter . (identifier) @parameter.name) @parameter . ${LITERAL} @parameter.value)
(class_parameter (identifier) @parameter.name) @parameter
(class_parameter (identifier) @parameter.name . [(user_type) (nullable_type)] . (_) @parameter.value) @parameter
(class_parameter (identifier) @field.key . [(user_type) (nullable_type)] . (_) @field.value) @field
(lambda_parameters (variable_declaration . (identifier) @parameter.name)) @parameter
(class_declaration name: (identifier) @binding.name (primary_constructor (class_parameters) @binding.value)) @binding
(class_declaration name: (identifier) @binding @binding.name (enum_class_body) @binding.value)
(object_declaration name: (identifier) @binding.name (class_body) @binding.value) @binding
(class_parameters) @record
(class_body) @record
(enum_class_body) @record
(class_body (property_declaration (variable_declaration . (identifier) @field.key) . (_) @field.value) @field)
(enum_entry . (identifier) @field.key (value_arguments . (value_argument) @field.value)) @field
(for_statement (variable_declaration . (identifier) @item.name) . (_) @item.value) @item
(for_statement (variable_declaration) . (_) @loop.list) @loop
(call_expression . (navigation_expression (_) @loop.list (identifier) @_each) (annotated_lambda)
  (#any-of? @_each "forEach" "map" "flatMap" "forEachIndexed" "mapIndexed")) @loop
(call_expression . (call_expression . (identifier) @_repeat (value_arguments . (value_argument) @loop.count)) (annotated_lambda)
  (#eq? @_repeat "repeat")) @loop
(navigation_expression
  (navigation_expression) @wrap.value (identifier) @_held
  (#any-of? @_held "value" "id" "apiValue" "apiName" "code" "key" "wireName" "raw" "modelName")) @wrap
(navigation_expression (this_expression) (identifier) @own.key) @own
(navigation_expression (_) @member.object (identifier) @member.key) @member
(index_expression . (_) @member.object . (string_literal) @member.key) @member
(if_expression condition: (_) . (_) @choice.a . (_) @choice.b) @choice
(when_expression
  (when_entry condition: (_) . (_) @choice.a) . (when_entry !condition . (_) @choice.b)) @choice
(binary_expression left: (_) @fallback.left operator: "?:" right: (_) @fallback.right) @fallback
(call_expression
  . (navigation_expression (_) (identifier) @_get @fallback.left)
  (value_arguments . (value_argument) . (value_argument) @fallback.right)
  (#any-of? @_get "getOrDefault" "getProperty" "optString" "optInt" "getString")) @fallback
(binary_expression left: (_) @concat.left operator: "+" right: (_) @concat.right) @concat
(call_expression
  . (navigation_expression (_) @format.text (identifier) @_format) (value_arguments) @format.values (#eq? @_format "format")) @format
(parenthesized_expression (_) @wrap.value) @wrap
(as_expression . (_) @wrap.value) @wrap
(call_expression
  . (navigation_expression (_) @wrap.value (identifier) @_same) (value_arguments)
  (#any-of? @_same
    "toString" "trimIndent" "trimMargin" "trim" "toInt" "toLong" "lowercase" "toRequestBody" "toJson" "toJsonString"
    "toMap" "filterValues" "toMutableMap" "toByteArray" "encodeToByteArray" "asJsonObject" "filterNotNull")) @wrap
`,
    leaves: {
      identifier: 'name',
      string_literal: 'string',
      multiline_string_literal: 'string',
      number_literal: 'number',
      float_literal: 'number',
    },
    words: { true: 'true', false: 'false', null: 'null' },
    scopes: new Set(['function_declaration', 'lambda_literal', 'anonymous_function', 'secondary_constructor']),
    blocks: new Set(['source_file', 'block', 'class_body', 'lambda_literal', 'when_entry', 'function_body', 'control_structure_body']),
    fragments: new Set(['string_content', 'escape_sequence']),
    interpolations: new Set(['interpolation']),
    names: /\$([A-Za-z_]\w*)/g,
    placeholders: /%(?:\d+\$)?[-+0]*\d*(?:\.\d+)?[a-zA-Z]/g,
    transparent: new Set(['value_argument', 'block', 'control_structure_body']),
    passing: new Set([
      'Json.encodeToString', 'json.encodeToString', 'gson.toJson', 'Gson.toJson', 'mapper.writeValueAsString',
      'objectMapper.writeValueAsString', 'JSONObject', 'JsonObject', 'URL', 'URI', 'URI.create', 'requireNotNull',
    ]),
  },
});
