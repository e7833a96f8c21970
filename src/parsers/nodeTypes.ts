/** How grammars name the nodes whose body runs when it is called, not where it stands. */
export const FUNCTION_TYPE =
  /(?:function|method|lambda|closure|constructor)(?!_(?:invocation|call|type|value|body|signature|reference|parameters|use|modifiers))|^func_literal$/;
