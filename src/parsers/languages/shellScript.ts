import { heredocs } from '../heredocs';
import { defineLanguage } from '../language';

export const shellScript = defineLanguage({
  id: 'shellscript',
  languageIds: ['shellscript', 'bash', 'shell'],
  extensions: ['.sh', '.bash', '.zsh', '.ksh', '.command', '.bats'],
  syntax: {
    kind: 'tree',
    grammar: 'tree-sitter-bash.wasm',
    query: `
(array) @array
(command name: (command_name) @call.callee) @call @call.arguments
(redirected_statement
  body: (command name: (command_name) @call.callee) @call.arguments
  redirect: (heredoc_redirect)
  (#not-any-of? @call.callee "cat" "read" "tee" "echo")) @call
(redirected_statement redirect: (heredoc_redirect
  (pipeline (command name: (command_name) @call.callee) @call.arguments))) @call
(pipeline
  (command) (command name: (command_name) @call.callee) @call.arguments
  (#any-of? @call.callee "curl" "wget" "http" "https" "xh")) @call
(variable_assignment name: (variable_name) @binding.name "=" value: (_) @binding.value) @binding
(variable_assignment name: (variable_name) @parameter.name "+=") @parameter
(variable_assignment name: (subscript name: (variable_name) @parameter.name)) @parameter
((command name: (command_name) @_fill argument: (word) @parameter.name .) @parameter
  (#any-of? @_fill "mapfile" "readarray"))
(redirected_statement
  body: (command name: (command_name) @_read argument: (word) @binding.name .)
  redirect: (heredoc_redirect (heredoc_body) @binding.value)
  (#eq? @_read "read")) @binding
(redirected_statement
  body: (command name: (command_name) @_cat)
  redirect: (file_redirect destination: (word) @binding.name)
  redirect: (heredoc_redirect (heredoc_body) @binding.value)
  (#any-of? @_cat "cat" "tee")) @binding
(redirected_statement
  body: (command name: (command_name) @_cat)
  redirect: (heredoc_redirect
    (heredoc_start) (file_redirect destination: (word) @binding.name) (heredoc_body) @binding.value)
  (#any-of? @_cat "cat" "tee")) @binding
(redirected_statement
  body: (command name: (command_name) @_print) @binding.value
  redirect: (file_redirect destination: (word) @binding.name)
  (#any-of? @_print "printf" "echo" "jq")) @binding
(command
  name: (command_name) @_jq
  argument: (word) @_flag . argument: (word) @binding @binding.name . argument: (_) @binding.value
  (#eq? @_jq "jq") (#any-of? @_flag "--arg" "--argjson"))
(expansion (variable_name) @parameter.name operator: [":=" "="] (_) @parameter.value) @parameter
(for_statement variable: (variable_name) @parameter.name) @parameter
(for_statement variable: (variable_name) @each.name . value: (_) @each.value) @each
((for_statement variable: (variable_name) @item.name
  value: (string . (expansion . "\${" . (subscript name: (variable_name) @item.value index: (word) @_all) . "}") .)) @item
  (#any-of? @_all "@" "*"))
(for_statement . variable: (_) . value: (_) @loop.each) @loop
((for_statement variable: (_) .
  value: (string . (expansion . "\${" . "!"? . (subscript name: (variable_name) @loop.list index: (word) @_all) . "}") .) . body: (_)) @loop
  (#eq? @_all "@"))
((for_statement variable: (_) .
  value: (expansion . "\${" . "!"? . (subscript name: (variable_name) @loop.list index: (word) @_all) . "}") . body: (_)) @loop
  (#any-of? @_all "@" "*"))
(for_statement variable: (_) . value: (brace_expression (number) @loop.from (number) @loop.to) . body: (_)) @loop
((for_statement variable: (_) .
  value: (command_substitution . (command name: (command_name) @_seq . argument: (_) @loop.from . argument: (_) @loop.to .) .) . body: (_)) @loop
  (#eq? @_seq "seq"))
((for_statement variable: (_) .
  value: (command_substitution . (command name: (command_name) @_seq . argument: (_) @loop.count .) .) . body: (_)) @loop
  (#eq? @_seq "seq"))
((c_style_for_statement
  initializer: (variable_assignment value: (number) @_start)
  condition: (binary_expression operator: "<" right: [(number) (word) (simple_expansion)] @loop.count)) @loop
  (#eq? @_start "0"))
((c_style_for_statement
  initializer: (variable_assignment value: (number) @_start)
  condition: (binary_expression operator: "<"
    right: (expansion "#" (subscript name: (variable_name) @loop.list index: (word) @_all)))) @loop
  (#eq? @_start "0") (#eq? @_all "@"))
(c_style_for_statement
  initializer: (variable_assignment value: (number) @loop.from)
  condition: (binary_expression operator: "<=" right: (_) @loop.to)) @loop
(c_style_for_statement) @loop
((while_statement condition: (command name: (command_name) @_read)) @loop (#eq? @_read "read"))
(simple_expansion (variable_name) @wrap.value) @wrap
(expansion . "\${" . (variable_name) @wrap.value . "}") @wrap
(expansion (variable_name) @fallback.left operator: [":-" "-" ":=" "="] (_) @fallback.right) @fallback
(command_substitution
  (redirected_statement redirect: (heredoc_redirect (heredoc_body) @wrap.value) .) .) @wrap
(command_substitution . (command) @wrap.value .) @wrap
`,
    leaves: {
      variable_name: 'name',
      string: 'string',
      raw_string: 'string',
      ansi_c_string: 'string',
      translated_string: 'string',
      word: 'string',
      concatenation: 'string',
      heredoc_body: 'string',
      number: 'number',
    },
    scopes: new Set(['function_definition']),
    blocks: new Set([
      'program', 'compound_statement', 'do_group', 'if_statement', 'else_clause', 'elif_clause', 'case_item', 'subshell',
    ]),
    fragments: new Set(['string_content', 'heredoc_content', 'number', 'variable_name']),
    interpolations: new Set(['simple_expansion', 'expansion', 'command_substitution', 'arithmetic_expansion']),
    gaps: new Set(['heredoc_body']),
    escapes: {
      string_content: /\\[\\"$`\n]/g,
      heredoc_content: /\\[\\$`\n]/g,
      heredoc_body: /\\[\\$`\n]/g,
      word: /\\[^]/g,
      ansi_c_string: /\\(?:u[0-9a-f]{1,4}|x[0-9a-f]{1,2}|[^])/gi,
    },
    commands: true,
    partsOf: heredocs,
    passing: new Set(['echo', 'printf', 'cat', 'jq']),
  },
});
