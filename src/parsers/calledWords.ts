/** Words of called names that send, and of those that only speak of a call. */
const SENDING = /(?:^|_)(?:post|put|request|fetch|send|submit|create|call|generate|axios|run|http|invoke|api|execute|subscribe|enqueue|make|do|start|curl(?!_setopt|_init)|wget|https|xhs?|irm|iwr)(?:_|$)/;
/** Words of called names that take a body for a call that is made elsewhere. */
const TAKING = /(?:^|_)(?:body|content|entity|publishers?|payload|postfields|setopt)(?:_|$)|(?:^|_)(?:os|out|output|stream|writer|dos)_write(?:_bytes|_string)?$/;
const SPEAKING = /^(?:expect|assert|console|logger?|logging|print|nock|mock|jest|vi|sinon|stub|have|allow|verify|wiremock|msw|responses|respx|path|url)(?:_|$)|^(?:test|it|describe)(?:_(?:each|only|skip|todo|concurrent))*$|(?:^|_)(?:called|parametrize|includes|including|starts|ends|match|replace|split|join|equal|equals|log|warn|error|info|debug|echo|printf)(?:_|$)|^write_(?:host|output|verbose|information)$/;
/** Calls that say what other calls are to give. */
const MOCKING = /(?:^|\.)(?:when|whenever|given|verify|every|coEvery|doReturn|doAnswer|doThrow|Setup|SetupGet|Verify|On|EXPECT)$/;
/** What is longer is no name of a method, but the text of a chain. */
const LAST_NAME = 40;
/** Arguments that are content or a connection, and no bag of options. */
export const CONTENT_NAME = /prompt|text|image|img|video|url|uri|path|file|client|session|token|key|["'`]/i;
/** Methods of a chain that take its body. */
const BODY_METHOD = /\.(?:set_?)?(?:json_?)?(?:body|json|form|entity|body_?value|content|post|put)$/i;

function wordsOf(callee: string): string {
  return callee.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/\W+/g, '_').toLowerCase();
}

export function isSending(callee: string): boolean {
  return SENDING.test(wordsOf(callee));
}

export function isSpeaking(callee: string): boolean {
  return SPEAKING.test(wordsOf(callee));
}

/** Whether a call takes a body for a call that is made elsewhere. */
export function isTaking(callee: string): boolean {
  return TAKING.test(wordsOf(callee));
}

/** Whether a call says what other calls are to give. */
export function isMocking(callee: string): boolean {
  return MOCKING.test(callee.slice(-LAST_NAME));
}

/** Whether a call gives a body to the chain of calls it stands in. */
export function takesBody(callee: string): boolean {
  return BODY_METHOD.test(callee);
}
