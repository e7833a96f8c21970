import { defineLanguage } from '../language';

export const java = defineLanguage({
  id: 'java',
  languageIds: ['java'],
  extensions: ['.java'],
  syntax: {
    kind: 'tree',
    grammar: 'tree-sitter-java.wasm',
    query: `
(object_creation_expression type: (_) @blank.type arguments: (argument_list) @blank.arguments !body) @blank
(object_creation_expression (class_body . (block) @object.body)) @object
(method_invocation
  object: (_) @_map name: (identifier) @_of arguments: (argument_list . (string_literal)) @object.pairs
  (#match? @_map "^(?:java[.]util[.])?(?:Map|ImmutableMap|MapUtil|Maps)$") (#any-of? @_of "of" "newHashMap")) @object
(method_invocation
  object: (_) @_map name: (identifier) @_entries arguments: (argument_list) @object.body
  (#match? @_map "^(?:java[.]util[.])?(?:Map|ImmutableMap)$") (#eq? @_entries "ofEntries")) @object
(method_invocation
  name: (identifier) @_entry arguments: (argument_list . (_) @field.key . (_) @field.value .) (#eq? @_entry "entry")) @field
(object_creation_expression
  type: (_) @_entry arguments: (argument_list . (_) @field.key . (_) @field.value .) (#match? @_entry "Entry\\\\b")) @field
(expression_statement (method_invocation
  !object name: (identifier) @_put arguments: (argument_list . (_) @field.key . (_) @field.value .)
  (#any-of? @_put "put" "add" "set" "addProperty"))) @field
(method_invocation
  object: (_) @blank.type name: (identifier) @_make arguments: (argument_list) @_none
  (#any-of? @_make "createObjectNode" "builder" "newBuilder" "create" "objectNode" "createObjectBuilder" "createObj")
  (#eq? @_none "()")) @blank
(method_invocation
  object: (_) @_util name: (identifier) @_make arguments: (argument_list) @_none
  (#any-of? @_make "newHashMap" "newLinkedHashMap" "of" "createObj") (#eq? @_none "()")) @blank
(array_initializer) @array
(array_creation_expression value: (array_initializer) @wrap.value) @wrap
(method_invocation
  object: (identifier) @_list name: (identifier) @_of arguments: (argument_list) @array.body
  (#any-of? @_list "List" "Arrays" "Set" "ImmutableList" "Lists" "Collections")
  (#any-of? @_of "of" "asList" "newArrayList" "singletonList")) @array
(method_invocation !object name: (identifier) @call.callee arguments: (argument_list) @call.arguments) @call
(method_invocation object: (_) @call.receiver name: (identifier) @call.callee arguments: (argument_list) @call.arguments) @call
(object_creation_expression type: (_) @call.callee arguments: (argument_list) @call.arguments) @call
(method_invocation
  object: (_) @put.target name: (identifier) @_put arguments: (argument_list . (_) @put.key . (_) @put.value .)
  (#any-of? @_put "put" "add" "set" "addProperty" "append" "accumulate" "fluentPut" "putIfAbsent" "putOnce"
    "addFormDataPart" "putOpt" "param" "property" "putPOJO")) @put
(method_invocation
  object: (_) @put.target name: (identifier) @put.setter arguments: (argument_list . (_) @put.value .)
  (#not-any-of? @put.setter "put" "putAll" "append" "of" "get" "equals" "fluentPutAll" "valueOf" "remove" "setAll")) @put
(method_invocation
  object: (_) @put.target name: (identifier) @_all arguments: (argument_list . (_) @put.value .)
  (#any-of? @_all "putAll" "fluentPutAll" "setAll")) @put
((field_declaration declarator: (variable_declarator name: (identifier) @binding.name value: (_) @binding.value) @binding) @_field
  (#match? @_field "^[^=(]*\\\\bfinal\\\\b"))
((field_declaration declarator: (variable_declarator name: (identifier) @parameter.name value: (_) @parameter.value) @parameter) @_field
  (#not-match? @_field "^[^=(]*\\\\bfinal\\\\b"))
(field_declaration declarator: (variable_declarator name: (identifier) @binding.name !value) @binding)
((field_declaration declarator: (variable_declarator name: (identifier) @property.name value: (_) @property.value) @property) @_field
  (#match? @_field "^[^=(]*\\\\bfinal\\\\b"))
((field_declaration declarator: (variable_declarator name: (identifier) @property.name value: (_) @property.default) @property) @_field
  (#not-match? @_field "^[^=(]*\\\\bfinal\\\\b"))
(class_declaration name: (identifier) @binding.name body: (class_body) @binding.value) @binding
(interface_declaration name: (identifier) @binding.name body: (interface_body) @binding.value) @binding
(enum_declaration name: (identifier) @binding.name body: (enum_body) @binding.value) @binding
(class_body) @record
(interface_body) @record
(enum_body) @record
(field_declaration declarator: (variable_declarator name: (identifier) @field.key value: (_) @field.value)) @field
(constant_declaration declarator: (variable_declarator name: (identifier) @field.key value: (_) @field.value)) @field
(constant_declaration declarator: (variable_declarator name: (identifier) @binding.name value: (_) @binding.value)) @binding
(enum_constant name: (identifier) @field.key arguments: (argument_list . (_) @field.value)) @field
(local_variable_declaration declarator: (variable_declarator name: (identifier) @binding.name value: (_) @binding.value) @binding)
(local_variable_declaration declarator: (variable_declarator name: (identifier) @binding.name !value) @binding)
(assignment_expression left: (identifier) @reassign.name operator: "=" right: (_) @reassign.value) @reassign
(assignment_expression
  left: (field_access object: (this) field: (identifier) @property.name) right: (_) @property.value) @property
(assignment_expression
  left: (field_access object: (identifier) @assign.target field: (identifier) @assign.key) right: (_) @assign.value) @assign
(if_statement
  condition: (parenthesized_expression [
    (binary_expression left: (identifier) @_asked operator: "==" right: [(null_literal) (decimal_integer_literal)])
    (binary_expression (binary_expression left: (identifier) @_asked operator: "==" right: (null_literal)) "||" (_))
    (method_invocation object: (identifier) @_asked name: (identifier) arguments: (argument_list))
    (method_invocation arguments: (argument_list . (identifier) @_asked .))])
  consequence: [
    (block (expression_statement (assignment_expression left: (identifier) @default.name right: (_) @default.value)))
    (expression_statement (assignment_expression left: (identifier) @default.name right: (_) @default.value))]
  (#eq? @_asked @default.name)) @default
(formal_parameter . type: (_) @parameter.type name: (identifier) @parameter.name) @parameter
(formal_parameter (modifiers) @_modifiers type: (_) @parameter.type name: (identifier) @parameter.name (#not-match? @_modifiers "defaultValue")) @parameter
(spread_parameter (variable_declarator name: (identifier) @parameter.name)) @parameter
(formal_parameter
  (modifiers (annotation name: (identifier) @_param arguments: (annotation_argument_list
    (element_value_pair key: (identifier) @_default value: (_) @parameter.value))))
  name: (identifier) @parameter.name (#eq? @_default "defaultValue")) @parameter
(lambda_expression parameters: (identifier) @parameter.name @parameter)
(inferred_parameters (identifier) @parameter.name @parameter)
(enhanced_for_statement name: (identifier) @item.name value: (_) @item.value) @item
(enhanced_for_statement value: (_) @loop.list) @loop
(for_statement
  init: (local_variable_declaration declarator: (variable_declarator value: (decimal_integer_literal) @_start))
  condition: (binary_expression operator: "<" right: (_) @loop.count) (#eq? @_start "0")) @loop
(for_statement) @loop
(method_invocation
  object: (_) @loop.list name: (identifier) @_each arguments: (argument_list . (lambda_expression))
  (#any-of? @_each "forEach" "map" "flatMap")) @loop
(method_invocation
  object: (_) @item.value name: (identifier) @_each
  arguments: (argument_list . (lambda_expression parameters: [
    (identifier) @item.name
    (inferred_parameters . (identifier) @item.name .)
    (formal_parameters . (formal_parameter name: (identifier) @item.name) .)]))
  (#any-of? @_each "forEach" "map" "flatMap")) @item
(method_invocation
  object: (_) @wrap.value name: (identifier) @_stream arguments: (argument_list) @_none
  (#any-of? @_stream "stream" "parallelStream") (#eq? @_none "()")) @wrap
(field_access object: (this) field: (identifier) @own.key) @own
(field_access object: (_) @member.object field: (identifier) @member.key) @member
(array_access array: (_) @pick.object index: (_) @pick.key) @pick
(method_invocation
  object: (_) @member.object name: (identifier) @_get arguments: (argument_list . (string_literal) @member.key .)
  (#eq? @_get "get")) @member
(ternary_expression
  condition: (binary_expression left: (_) @_asked operator: ["!=" "=="] right: (null_literal))
  consequence: (_) @fallback.left alternative: (_) @fallback.right (#eq? @_asked @fallback.left)) @fallback
(ternary_expression
  condition: (binary_expression left: (_) @_asked operator: "==" right: (null_literal))
  consequence: (_) @fallback.right alternative: (_) @fallback.left (#eq? @_asked @fallback.left)) @fallback
(ternary_expression
  condition: (method_invocation arguments: (argument_list . (_) @_asked .))
  consequence: (_) @fallback.left alternative: (_) @fallback.right (#eq? @_asked @fallback.left)) @fallback
(ternary_expression
  condition: (binary_expression left: (_) @_asked operator: "!=" right: (null_literal))
  consequence: (method_invocation arguments: (argument_list . (_) @_inner .)) @fallback.left
  alternative: (_) @fallback.right (#eq? @_asked @_inner)) @fallback
(ternary_expression consequence: (_) @choice.a alternative: (_) @choice.b) @choice
(method_invocation
  object: (_) @fallback.left name: (identifier) @_or arguments: (argument_list . (_) @fallback.right .)
  (#any-of? @_or "orElse" "or" "getOrElse")) @fallback
(method_invocation
  object: (_) @fallback.left name: (identifier) @_or
  arguments: (argument_list . (lambda_expression body: (_) @fallback.right) .) (#eq? @_or "orElseGet")) @fallback
(method_invocation
  name: (identifier) @_or arguments: (argument_list . (_) @fallback.left . (_) @fallback.right .)
  (#any-of? @_or "requireNonNullElse" "defaultIfNull" "defaultString" "defaultIfBlank" "defaultIfEmpty" "firstNonNull"
    "blankToDefault" "emptyToDefault" "emptyIfNull")) @fallback
(method_invocation
  name: (identifier) @_get @fallback.left arguments: (argument_list . (_) . (_) @fallback.right .)
  (#any-of? @_get "getOrDefault" "getProperty" "getenv" "getEnv" "optString" "getStr" "getParameter")) @fallback
(binary_expression left: (_) @concat.left operator: "+" right: (_) @concat.right) @concat
(method_invocation
  object: (identifier) @_string name: (identifier) @_format arguments: (argument_list . (_) @format.text) @format.values
  (#any-of? @_string "String" "MessageFormat" "StrUtil") (#eq? @_format "format")) @format
(method_invocation
  object: (string_literal) @format.text name: (identifier) @_formatted arguments: (argument_list) @format.values
  (#eq? @_formatted "formatted")) @format
(parenthesized_expression (_) @wrap.value) @wrap
(cast_expression value: (_) @wrap.value) @wrap
(method_invocation
  name: (identifier) @_pass arguments: (argument_list . (_) @wrap.value)
  (#any-of? @_pass "toJson" "toJSONString" "writeValueAsString" "writeValueAsBytes" "toJsonStr" "toJsonString" "ofString"
    "ofByteArray" "valueOf" "ofNullable" "parseInt" "fromValue" "just" "unmodifiableMap" "copyOf" "valueToTree" "parseObj")) @wrap
(method_invocation
  object: (_) @_of name: (identifier) @_pass arguments: (argument_list . (_) @wrap.value .)
  (#any-of? @_of "Optional" "URI" "HttpUrl" "UriComponentsBuilder" "Mono") (#any-of? @_pass "of" "create" "get" "parse" "fromUriString" "fromHttpUrl")) @wrap
(method_invocation
  object: (identifier) @_body name: (identifier) @_create
  arguments: (argument_list . [(identifier) (method_invocation) (string_literal) (binary_expression)] @wrap.value
    . [(identifier) (method_invocation) (field_access)])
  (#match? @_body "^RequestBody$") (#eq? @_create "create") (#not-match? @wrap.value "^(?:[A-Z_]+|[\\\\w.]*[mM]edia_?[tT]ype\\\\w*|MediaType[.(].*)$")) @wrap
(method_invocation
  object: (identifier) @_body name: (identifier) @_create
  arguments: (argument_list . [(identifier) (method_invocation)] @_media . (_) @wrap.value)
  (#match? @_body "^RequestBody$") (#eq? @_create "create") (#match? @_media "^(?:[A-Z_]+|[\\\\w.]*[mM]edia_?[tT]ype\\\\w*|MediaType[.(].*)$")) @wrap
(method_invocation
  object: (_) @wrap.value name: (identifier) @_same arguments: (argument_list) @_none
  (#eq? @_none "()")
  (#any-of? @_same "build" "toString" "getValue" "getCode" "getName" "value" "trim" "toLowerCase" "getBytes" "toJSONString"
    "toUri" "toUriString" "intValue" "toJson" "string" "name" "getId" "getModelName" "getModel" "get" "strip" "stripIndent"
    "toJsonStr" "encode")) @wrap
(method_invocation
  object: (_) @wrap.value name: (identifier) @_bytes arguments: (argument_list . (_) .)
  (#eq? @_bytes "getBytes")) @wrap
(object_creation_expression
  type: (_) @_entity arguments: (argument_list . (_) @wrap.value)
  (#match? @_entity "^(?:HttpEntity|RequestEntity|StringEntity|ByteArrayEntity|URL|URI|Gson|ObjectMapper|String|AtomicReference)\\\\b")) @wrap
`,
    leaves: {
      identifier: 'name',
      string_literal: 'string',
      decimal_integer_literal: 'number',
      decimal_floating_point_literal: 'number',
      true: 'true',
      false: 'false',
      null_literal: 'null',
    },
    scopes: new Set([
      'class_body', 'enum_body', 'interface_body', 'method_declaration', 'constructor_declaration', 'lambda_expression',
      'block', 'for_statement', 'enhanced_for_statement', 'catch_clause', 'try_with_resources_statement', 'switch_block_statement_group',
    ]),
    blocks: new Set([
      'program', 'class_body', 'enum_body', 'interface_body', 'block', 'constructor_body', 'if_statement', 'for_statement',
      'enhanced_for_statement', 'while_statement', 'do_statement', 'switch_block_statement_group', 'switch_rule',
    ]),
    fragments: new Set(['string_fragment', 'multiline_string_fragment', 'escape_sequence']),
    interpolations: new Set(['string_interpolation']),
    placeholders: /%%|%(?:\d+\$)?[-+# 0,(]*\d*(?:\.\d+)?[a-zA-Z]|\{(\d+)\}/g,
    passing: new Set(),
  },
});
