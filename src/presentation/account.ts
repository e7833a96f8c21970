import type { AccountFault, AccountProblem, CredentialKind, Expected } from '../core/account/fault';
import type { Translate } from './translate';
import { visible } from './visible';

/** Where keys come from: in a terminal from the environment, in the editor from its store of secrets. */
export type KeyPlace = 'environment' | 'editor';

/** What went wrong with a call of the account API, and what to do about it. */
export interface AccountFaultText {
  readonly message: string;
  readonly remedy: string;
}

/** One line: the call, what is wrong and the remedy. */
export function accountFaultLine(fault: AccountFault, place: KeyPlace, t: Translate): string {
  const { message, remedy } = accountFaultText(fault, place, t);
  const line = t('{0}; {1}', message, remedy);
  return fault.endpoint === undefined ? line : t('{0}: {1}', fault.endpoint, line);
}

export function accountFaultText({ problem }: AccountFault, place: KeyPlace, t: Translate): AccountFaultText {
  switch (problem.code) {
    case 'badAddress': return badAddress(problem.reason, t);
    case 'badCredentials': return badCredentials(problem.credential, place, t);
    case 'unauthorized': return unauthorized(problem, place, t);
    case 'rateLimited':
      return {
        message: t('Kling says that it is called too often, also at a second try'),
        remedy: problem.retryAfterSeconds === undefined ? t('wait a minute and try again') : t('try again in {0} seconds', problem.retryAfterSeconds),
      };
    case 'tooManyTasks': return { message: t('Kling says that too many tasks run at the same time (code {0})', 1303), remedy: t('try again when some of them have ended') };
    case 'addressNotListed':
      return {
        message: t('Kling does not take calls from the internet address of this computer (code {0})', 1304),
        remedy: t('add it to the list of allowed addresses in Kling’s console, or call from an address that is on it'),
      };
    case 'forbidden': return { message: said(t('Kling does not allow this account to ask that'), problem, t), remedy: t('give the key this permission in Kling’s console') };
    case 'accountState':
      return { message: said(accountState(problem.answerCode, t), problem, t), remedy: t('look at the account in Kling’s console') };
    case 'notFound': return { message: said(t('this address has no such call'), problem, t), remedy: t('check the base address of the API') };
    case 'refused': return { message: said(t('Kling refused the question{0}', codeText(problem, t)), problem, t), remedy: t('ask for a shorter time, and check the base address of the API') };
    case 'serverError': return { message: said(t('Kling’s server failed{0}, also at a second try', codeText(problem, t)), problem, t), remedy: t('try again later') };
    case 'timeout': return { message: t('no answer within {0} seconds', problem.seconds), remedy: t('check the connection, and try again later') };
    case 'network': return { message: t('the server cannot be reached: {0}', visible(problem.detail)), remedy: t('check the connection and the base address of the API') };
    case 'redirect':
      return {
        message: problem.to === undefined ? t('the server sends us to another address') : t('the server sends us to {0}', visible(problem.to)),
        remedy: t('the key was not sent there; check the base address of the API'),
      };
    case 'tooLarge': return { message: t('the answer is longer than {0} bytes', problem.bytes), remedy: t('check the base address of the API') };
    case 'empty': return { message: t('the answer is empty'), remedy: t('try again later, and check the base address of the API') };
    case 'notJson': return { message: t('the answer is not JSON'), remedy: t('check the base address of the API, and whether the network asks for a login') };
    case 'wrongShape': return wrongShape(problem, t);
    case 'tooManyPages': return { message: t('there are more than {0} pages', problem.pages), remedy: t('ask for a shorter time') };
  }
}

function badAddress(reason: 'notUrl' | 'notHttps' | 'hasExtras', t: Translate): AccountFaultText {
  const remedy = t('use one such as {0}', 'https://api-singapore.klingai.com');
  switch (reason) {
    case 'notUrl': return { message: t('the base address of the API is not an address'), remedy };
    case 'notHttps': return { message: t('the base address of the API does not begin with https, so that a key would be sent for all to read'), remedy };
    case 'hasExtras': return { message: t('the base address of the API holds a user, a query or a fragment'), remedy };
  }
}

function badCredentials(credential: CredentialKind, place: KeyPlace, t: Translate): AccountFaultText {
  const pair = place === 'environment' ? t('one of KLING_ACCESS_KEY and KLING_SECRET_KEY') : t('the access key or the secret key');
  const name = credential === 'apiKey' ? keyName(credential, place, t) : pair;
  return { message: t('{0} is empty or holds a space, a line break or another character that no key has', name), remedy: newKey(credential, place, t) };
}

function unauthorized({ credential, answerCode, detail }: Extract<AccountProblem, { code: 'unauthorized' }>, place: KeyPlace, t: Translate): AccountFaultText {
  const text = detail === undefined ? {} : { detail };
  const name = keyName(credential, place, t);
  if (answerCode === 1003 || answerCode === 1004) {
    const message = answerCode === 1003 ? t('Kling says that {0} is not valid yet (code {1})', name, answerCode) : t('Kling says that {0} is no longer valid (code {1})', name, answerCode);
    const clock = t('set the clock of this computer right: the token is made with its time');
    return { message: said(message, text, t), remedy: credential === 'accessKey' ? clock : newKey(credential, place, t) };
  }
  const code = answerCode === undefined ? '' : t(' (code {0})', answerCode);
  const message = said(t('Kling did not accept {0}{1}', name, code), text, t);
  if (credential === 'apiKey') return { message, remedy: newKey(credential, place, t) };
  const other = place === 'environment' ? t('create an API key in Kling’s console and set KLING_API_KEY instead') : t('create an API key in Kling’s console and enter it instead');
  return { message, remedy: t('check both; newer parts of Kling’s API take API keys only, so if they are right, {0}', other) };
}

function keyName(credential: CredentialKind, place: KeyPlace, t: Translate): string {
  if (place === 'environment') return credential === 'apiKey' ? t('the API key in KLING_API_KEY') : t('the token made from KLING_ACCESS_KEY and KLING_SECRET_KEY');
  return credential === 'apiKey' ? t('the API key') : t('the token made from the access key and the secret key');
}

function newKey(credential: CredentialKind, place: KeyPlace, t: Translate): string {
  if (place === 'editor') return t('copy it again from Kling’s console, or create a new one');
  return credential === 'apiKey'
    ? t('copy the key again from Kling’s console, or create a new one, and set KLING_API_KEY')
    : t('copy both keys again from Kling’s console and set KLING_ACCESS_KEY and KLING_SECRET_KEY');
}

function accountState(code: number, t: Translate): string {
  switch (code) {
    case 1101: return t('Kling says that the account is in arrears (code {0})', code);
    case 1102: return t('Kling says that the resource package is used up or has expired (code {0})', code);
    default: return t('Kling says that something is wrong with the account (code {0})', code);
  }
}

function codeText({ status, answerCode }: { readonly status: number; readonly answerCode?: number }, t: Translate): string {
  return answerCode === undefined ? t(' (status {0})', status) : t(' (code {0})', answerCode);
}

/** A message with the server's own words. */
function said(message: string, { detail }: { readonly detail?: string }, t: Translate): string {
  return detail === undefined || detail === '' ? message : t('{0}: “{1}”', message, visible(detail));
}

function wrongShape({ field, expected, missing }: Extract<AccountProblem, { code: 'wrongShape' }>, t: Translate): AccountFaultText {
  const remedy = t('nothing of it was used; look for a newer version of this tool, and check the base address of the API');
  const name = field === '' ? t('the answer') : `"${visible(field)}"`;
  return { message: missing ? t('{0} is missing in the answer', name) : t('{0} is not {1}', name, expectedText(expected, t)), remedy };
}

function expectedText(expected: Expected, t: Translate): string {
  switch (expected) {
    case 'number': return t('a number');
    case 'text': return t('a text of at most {0} characters', 500);
    case 'list': return t('a list');
    case 'object': return t('an object');
    case 'yesNo': return t('true or false');
    case 'amount': return t('a quantity that can be');
    case 'time': return t('a time in milliseconds before the year {0}', 10000);
    case 'pastTime': return t('a time in milliseconds that has passed by the clock of this computer');
    case 'seconds': return t('a number of seconds');
    case 'nextPage': return t('a page that was not read yet');
    case 'other': return t('what is documented');
  }
}
