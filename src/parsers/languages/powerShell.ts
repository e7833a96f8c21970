import { defineLanguage } from '../language';

/** The nodes that the grammar puts around every operand, from the outside in. */
const LEVELS = [
  'logical_expression', 'bitwise_expression', 'comparison_expression', 'additive_expression', 'multiplicative_expression',
  'format_expression', 'range_expression', 'array_literal_expression', 'unary_expression',
];

const inside = (pattern: string, levels = LEVELS): string => levels.reduceRight((inner, level) => `(${level} ${inner})`, pattern);

/** A text with the newer operators, which the grammar does not know, as older ones of the same length. */
function rewrite(text: string): string {
  return text
    .replace(/(?<=[\w\]})'"]) \?\? (?=["'$\w(@])/g, '-or ')
    .replace(/(?<=[\w\])'"]) \? ((?:'[^'\n]*'|"[^"\n]*"|[$\w.]+)) : (?=["'$\w(])/g, '-as$1-as');
}

export const powerShell = defineLanguage({
  id: 'powershell',
  languageIds: ['powershell'],
  extensions: ['.ps1', '.psm1', '.psd1'],
  syntax: {
    kind: 'tree',
    grammar: 'tree-sitter-powershell.wasm',
    rewrite,
    query: `
(hash_literal_expression (hash_literal_body) @object.body) @object
(hash_literal_expression) @object
(array_literal_expression (_) (_)) @array
(hash_entry (key_expression) @field.key (_) @field.value) @field
(command command_name: (command_name) @call.callee command_elements: (command_elements) @call.arguments) @call
((pipeline_chain
  (_) (command command_name: (command_name) @call.callee command_elements: (command_elements) @call.arguments) .) @call
  (#match? @call.callee "^(?:[Ii]nvoke-(?:[Rr]est[Mm]ethod|[Ww]eb[Rr]equest)|irm|iwr|curl(?:[.]exe)?)$"))
(invokation_expression
  (_) @call.receiver (member_name) @call.callee (argument_list (argument_expression_list) @call.arguments)) @call
(assignment_expression
  (left_assignment_expression ${inside('(variable) @binding.name')})
  (assignement_operator) @_is value: (_) @binding.value
  (#eq? @_is "=")) @binding
(script_parameter (variable) @parameter.name .) @parameter
(script_parameter (variable) @parameter.name (script_parameter_default (_) @parameter.value)) @parameter
(foreach_statement (variable) @item.name . (_) @item.value) @item
(foreach_statement (variable) . (_) @loop.list) @loop
(for_statement for_condition: (for_condition (pipeline (pipeline_chain
  ${inside('(comparison_expression) (comparison_operator) @_lt (additive_expression) @loop.count', LEVELS.slice(0, 3))})))
  (#eq? @_lt "-lt")) @loop
(assignment_expression
  (left_assignment_expression ${inside('(member_access (variable) @assign.target (member_name) @assign.key)')})
  value: (_) @assign.value) @assign
(assignment_expression
  (left_assignment_expression ${inside('(element_access (variable) @assign.target (_) @assign.key)')})
  value: (_) @assign.value) @assign
(invokation_expression
  (variable) @assign.target (member_name) @_add
  (argument_list (argument_expression_list . (_) @assign.key . (_) @assign.value .))
  (#any-of? @_add "Add" "add")) @assign
(member_access (_) @member.object (member_name) @member.key) @member
(element_access (_) @member.object (_) @member.key) @member
(if_statement
  (statement_block statement_list: (_) @choice.a)
  else_clause: (else_clause (statement_block statement_list: (_) @choice.b))) @choice
(comparison_expression
  (comparison_expression (_) (comparison_operator) @_as (additive_expression) @choice.a)
  (comparison_operator) (additive_expression) @choice.b
  (#eq? @_as "-as")) @choice
(logical_expression (logical_expression) @fallback.left (bitwise_expression) @fallback.right) @fallback
(additive_expression (additive_expression) @concat.left (_) @concat.right) @concat
(format_expression
  (format_expression) @format.text (format_operator) (range_expression (array_literal_expression) @format.values)) @format
(cast_expression (type_literal) (_) @wrap.value) @wrap
((invokation_expression (_) @_encoding (member_name) @_bytes (argument_list (argument_expression_list . (_) @wrap.value .))) @wrap
  (#eq? @_bytes "GetBytes"))
((pipeline_chain . (_) @wrap.value . (command command_name: (command_name) @_to) .) @wrap
  (#match? @_to "^[Cc]onvert[Tt]o-[Jj]son$"))
`,
    leaves: {
      variable: 'name',
      verbatim_string_characters: 'string',
      verbatim_here_string_characters: 'string',
      expandable_string_literal: 'string',
      expandable_here_string_literal: 'string',
      generic_token: 'string',
      command_parameter: 'string',
      decimal_integer_literal: 'number',
      real_literal: 'number',
    },
    words: { $true: 'true', $True: 'true', $TRUE: 'true', $false: 'false', $False: 'false', $FALSE: 'false', $null: 'null', $Null: 'null' },
    spelling: (name) => name.toLowerCase().replace(/^[$@]\{?(?:script:|global:|local:|private:)?(\w+)\}?$/, '$$$1'),
    scopes: new Set(['function_statement']),
    blocks: new Set(['program', 'statement_list', 'script_block_body']),
    fragments: new Set([]),
    interpolations: new Set(['variable', 'sub_expression']),
    gaps: new Set(['expandable_string_literal', 'expandable_here_string_literal']),
    escapes: {
      expandable_string_literal: /`[^]|""/g,
      expandable_here_string_literal: /`[^]/g,
      verbatim_string_characters: /''/g,
    },
    placeholders: /\{(\d+)[^{}]*\}/g,
    transparent: new Set([
      ...LEVELS,
      ...LEVELS.map((level) => level.replace('_expression', '_argument_expression')),
      'argument_expression', 'pipeline', 'pipeline_chain', 'statement_list', 'string_literal', 'integer_literal',
      'key_expression', 'member_name', 'parenthesized_expression', 'sub_expression', 'array_expression',
      'expression_with_unary_operator',
    ]),
    commands: true,
    passing: new Set(['ConvertTo-Json', 'convertto-json', 'ConvertTo-JSON']),
  },
});
