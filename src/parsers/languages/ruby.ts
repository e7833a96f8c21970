import { defineLanguage } from '../language';

export const ruby = defineLanguage({
  id: 'ruby',
  languageIds: ['ruby', 'erb'],
  extensions: ['.rb', '.rake', '.gemspec', '.ru'],
  syntax: {
    kind: 'tree',
    grammar: 'tree-sitter-ruby.wasm',
    query: `
(hash) @object
(array) @array
(string_array) @array
(symbol_array) @array
(pair key: (_) @field.key value: (_) @field.value) @field
(pair key: (hash_key_symbol) @field.key !value) @field
(hash_splat_argument (_) @spread.value) @spread
(call
  receiver: (_) @object.base method: (identifier) @_merge arguments: (argument_list)
  (#any-of? @_merge "merge" "reverse_merge" "deep_merge")) @object
(call
  method: (identifier) @_merged arguments: (argument_list [(hash) (identifier)] @spread.value @spread)
  (#any-of? @_merged "merge" "reverse_merge" "deep_merge"))
(call
  receiver: (constant) @_json method: (identifier) @_generate arguments: (argument_list . (pair))
  (#eq? @_json "JSON") (#any-of? @_generate "generate" "dump")) @object
((call receiver: [(constant) (scope_resolution)] @blank.type method: (identifier) @_new !arguments !block) @blank (#eq? @_new "new"))
(call receiver: (_) @call.receiver method: (_) @call.callee arguments: (argument_list) @call.arguments) @call
(call !receiver method: (_) @call.callee arguments: (argument_list) @call.arguments) @call
(assignment left: [(identifier) (constant) (global_variable)] @binding.name right: (_) @binding.value) @binding
(operator_assignment left: (identifier) @binding.name operator: "||=") @binding @binding.value
(operator_assignment left: (_) @fallback.left operator: "||=" right: (_) @fallback.right) @fallback
((assignment right: (heredoc_beginning) @wrap) . (heredoc_body) @wrap.value)
((assignment right: (call arguments: (argument_list (heredoc_beginning) @wrap))) . (heredoc_body) @wrap.value)
((call arguments: (argument_list (heredoc_beginning) @wrap)) . (heredoc_body) @wrap.value)
((call arguments: (argument_list (pair value: (heredoc_beginning) @wrap))) . (heredoc_body) @wrap.value)
(assignment left: (instance_variable) @property.name right: (_) @property.value) @property
(operator_assignment left: (instance_variable) @property.name operator: "||=" right: (_) @property.value) @property
(assignment left: (constant) @property.name right: (_) @property.value) @property
(method_parameters (identifier) @parameter.name @parameter)
(block_parameters (identifier) @parameter.name @parameter)
(lambda_parameters (identifier) @parameter.name @parameter)
(keyword_parameter name: (identifier) @parameter.name !value) @parameter
(keyword_parameter name: (identifier) @parameter.name value: (_) @parameter.value) @parameter
(optional_parameter name: (identifier) @parameter.name value: (_) @parameter.value) @parameter
(call
  receiver: (_) @item.value method: (identifier) @_each
  block: (_ parameters: (block_parameters . (identifier) @item.name) @item)
  (#any-of? @_each "each" "map" "flat_map" "each_with_index"))
(for pattern: (identifier) @item.name value: (in (_) @item.value)) @item
(call
  receiver: (_) @loop.list method: (identifier) @_loop block: (_)
  (#any-of? @_loop "each" "map" "flat_map" "each_with_index")) @loop
(call receiver: (_) @loop.count method: (identifier) @_times block: (_) (#eq? @_times "times")) @loop
(for value: (in (_) @loop.list)) @loop
(assignment
  left: (element_reference object: (identifier) @assign.target . [(simple_symbol) (string)] @assign.key)
  right: (_) @assign.value) @assign
(assignment
  left: (call receiver: (identifier) @assign.target method: (identifier) @assign.key)
  right: (_) @assign.value) @assign
(instance_variable) @own.key @own
(scope_resolution name: (constant) @own.key) @own
(element_reference object: (_) @member.object . [(simple_symbol) (string)] @member.key) @member
(element_reference object: (_) @pick.object . (_) @pick.key) @pick
(conditional consequence: (_) @choice.a alternative: (_) @choice.b) @choice
(if consequence: (then (_) @choice.a .) alternative: (else (_) @choice.b .)) @choice
(binary left: (_) @fallback.left operator: ["||" "or"] right: (_) @fallback.right) @fallback
(call
  method: (identifier) @_fetch @fallback.left arguments: (argument_list . (_) . (_) @fallback.right .)
  (#any-of? @_fetch "fetch" "dig")) @fallback
(call
  method: (identifier) @_fetched @fallback.left
  arguments: (argument_list . (_) .) block: (block body: (block_body . (_) @fallback.right .))
  (#eq? @_fetched "fetch")) @fallback
(binary left: (_) @concat.left operator: "+" right: (_) @concat.right) @concat
(chained_string . (_) @concat.left (_) @concat.right .) @concat
(parenthesized_statements . (_) @wrap.value .) @wrap
(call
  receiver: (_) @wrap.value method: (identifier) @_same
  (#any-of? @_same
    "freeze" "to_s" "to_str" "to_i" "to_f" "to_sym" "to_json" "to_h" "to_hash" "compact" "dup" "strip" "presence"
    "chomp" "squish" "stringify_keys" "symbolize_keys" "compact_blank")) @wrap
`,
    leaves: {
      identifier: 'name',
      constant: 'name',
      string: 'string',
      bare_string: 'string',
      bare_symbol: 'string',
      simple_symbol: 'string',
      delimited_symbol: 'string',
      heredoc_body: 'string',
      integer: 'number',
      float: 'number',
      true: 'true',
      false: 'false',
      nil: 'null',
    },
    onlyNilIsFalse: true,
    joining: new Set(['do_block', 'block', 'lambda']),
    scopes: new Set(['method', 'singleton_method', 'do_block', 'block', 'lambda']),
    blocks: new Set([
      'program', 'body_statement', 'block_body', 'then', 'else', 'elsif', 'when', 'if_modifier', 'unless_modifier',
      'rescue', 'ensure', 'begin',
    ]),
    fragments: new Set(['string_content', 'escape_sequence', 'heredoc_content']),
    interpolations: new Set(['interpolation']),
    passing: new Set(['JSON.generate', 'JSON.dump', 'String', 'Integer', 'Float', 'URI', 'URI.parse', 'Oj.dump', 'MultiJson.dump']),
  },
});
