import assert from 'node:assert/strict';
import { createAccountClient, systemTimers } from '../../../src/account/client';
import type { Credentials } from '../../../src/account/credentials';
import { accountFaultLine } from '../../../src/presentation/account';
import { plainTranslate as t } from '../../../src/presentation/translate';
import {
  ACCESS_KEY, API_KEY, SECRET_KEY, accepted, broken, documentedCash, documentedPackage, documentedUnits, endless, json, raw, refusal, silent, stalling,
} from '../../support/accountServer';
import { NOW, faultOf, withServer } from './support';

const STRETCH = { start: Date.UTC(2026, 0, 1), end: NOW };
const packages = (change: object): ReturnType<typeof accepted> => accepted({ code: 0, resource_pack_subscribe_infos: [documentedPackage, { ...documentedPackage, ...change }] });
const rows = (change: object): ReturnType<typeof accepted> => accepted({ result: { detail: [{ ...documentedUnits, ...change }] }, has_more: false });
const COSTS = 'GET /account/costs: ';
const UNITS = 'POST /account/billing/package: ';
const NOTHING_USED = '; nothing of it was used; look for a newer version of this tool, and check the base address of the API';

/** What a server answers to the question for packages, and what the user reads in the terminal. */
const CASES: readonly (readonly [name: string, answers: readonly ReturnType<typeof json>[], sentence: string])[] = [
  ['401 with 1000', [refusal(401, 1000, 'Authentication failed')], 'Kling did not accept the API key in KLING_API_KEY (code 1000): “Authentication failed”; copy the key again from Kling’s console, or create a new one, and set KLING_API_KEY'],
  ['401 with 1002', [refusal(401, 1002, 'Authorization is invalid')], 'Kling did not accept the API key in KLING_API_KEY (code 1002): “Authorization is invalid”; copy the key again from Kling’s console, or create a new one, and set KLING_API_KEY'],
  ['401 without a body', [raw(401, '')], 'Kling did not accept the API key in KLING_API_KEY; copy the key again from Kling’s console, or create a new one, and set KLING_API_KEY'],
  ['1004 with status 200', [refusal(200, 1004, 'Authorization has expired')], 'Kling says that the API key in KLING_API_KEY is no longer valid (code 1004): “Authorization has expired”; copy the key again from Kling’s console, or create a new one, and set KLING_API_KEY'],
  ['1101 arrears', [refusal(429, 1101, 'Account in arrears')], 'Kling says that the account is in arrears (code 1101): “Account in arrears”; look at the account in Kling’s console'],
  ['1102 package used up', [refusal(429, 1102, '')], 'Kling says that the resource package is used up or has expired (code 1102); look at the account in Kling’s console'],
  ['1100 in the inner answer', [accepted({ code: 1100, msg: 'account abnormal' })], 'Kling says that something is wrong with the account (code 1100): “account abnormal”; look at the account in Kling’s console'],
  ['403', [raw(403, 'Forbidden')], 'Kling does not allow this account to ask that; give the key this permission in Kling’s console'],
  ['1103', [refusal(403, 1103, 'Unauthorized access')], 'Kling does not allow this account to ask that: “Unauthorized access”; give the key this permission in Kling’s console'],
  ['404', [refusal(404, 1203, 'no such resource')], 'this address has no such call: “no such resource”; check the base address of the API'],
  ['400', [refusal(400, 1201, 'start_time is invalid')], 'Kling refused the question (code 1201): “start_time is invalid”; ask for a shorter time, and check the base address of the API'],
  ['418 of a gateway', [raw(418, 'teapot')], 'Kling refused the question (status 418); ask for a shorter time, and check the base address of the API'],
  ['429 twice', [refusal(429, 1302, 'rate'), refusal(429, 1302, 'rate')], 'Kling says that it is called too often, also at a second try; wait a minute and try again'],
  ['429 twice, with Retry-After', [refusal(429, 1302, 'rate', { 'retry-after': '5' }), refusal(429, 1302, 'rate', { 'retry-after': '40' })], 'Kling says that it is called too often, also at a second try; try again in 40 seconds'],
  ['1303', [refusal(429, 1303, 'parallel task over resource pack limit')], 'Kling says that too many tasks run at the same time (code 1303); try again when some of them have ended'],
  ['1304', [refusal(429, 1304, 'ip')], 'Kling does not take calls from the internet address of this computer (code 1304); add it to the list of allowed addresses in Kling’s console, or call from an address that is on it'],
  ['500 twice', [refusal(500, 5000, 'Internal error'), refusal(500, 5000, 'Internal error')], 'Kling’s server failed (code 5000), also at a second try: “Internal error”; try again later'],
  ['502 with a page', [raw(502, '<html>'), raw(502, '<html>')], 'Kling’s server failed (status 502), also at a second try; try again later'],
  ['a connection that breaks', [broken], 'the server cannot be reached: UND_ERR_SOCKET; check the connection and the base address of the API'],
  ['an empty answer', [raw(200, '')], 'the answer is empty; try again later, and check the base address of the API'],
  ['a page instead of JSON', [raw(200, '<html>Sign in</html>')], 'the answer is not JSON; check the base address of the API, and whether the network asks for a login'],
  ['an endless answer', [endless], 'the answer is longer than 8000000 bytes; check the base address of the API'],
  ['a redirect', [raw(302, '', { location: 'https://evil.example/account/costs' })], 'the server sends us to evil.example; the key was not sent there; check the base address of the API'],
  ['a redirect to nowhere', [raw(307, '')], 'the server sends us to another address; the key was not sent there; check the base address of the API'],
  ['a list', [json(200, [])], `the answer is not an object${NOTHING_USED}`],
  ['no code', [json(200, { data: {} })], `"code" is missing in the answer${NOTHING_USED}`],
  ['a code in words', [json(200, { code: 'ok', data: {} })], `"code" is not a number${NOTHING_USED}`],
  ['no data', [json(200, { code: 0 })], `"data" is missing in the answer${NOTHING_USED}`],
  ['packages in words', [accepted({ resource_pack_subscribe_infos: 'none' })], `"data.resource_pack_subscribe_infos" is not a list${NOTHING_USED}`],
  ['a package that is null', [accepted({ resource_pack_subscribe_infos: [null] })], `"data.resource_pack_subscribe_infos[0]" is not an object${NOTHING_USED}`],
  ['a missing quantity', [packages({ remaining_quantity: undefined })], `"data.resource_pack_subscribe_infos[1].remaining_quantity" is missing in the answer${NOTHING_USED}`],
  ['a quantity in words', [packages({ total_quantity: 'many' })], `"data.resource_pack_subscribe_infos[1].total_quantity" is not a quantity that can be${NOTHING_USED}`],
  ['a negative total', [packages({ total_quantity: -5 })], `"data.resource_pack_subscribe_infos[1].total_quantity" is not a quantity that can be${NOTHING_USED}`],
  ['1e308', [raw(200, '{"code":0,"data":{"resource_pack_subscribe_infos":[{"resource_pack_name":"a","resource_pack_id":"b","total_quantity":1e308}]}}')], `"data.resource_pack_subscribe_infos[0].total_quantity" is not a quantity that can be${NOTHING_USED}`],
  ['1e999', [raw(200, '{"code":0,"data":{"resource_pack_subscribe_infos":[{"resource_pack_name":"a","resource_pack_id":"b","total_quantity":1e999}]}}')], `"data.resource_pack_subscribe_infos[0].total_quantity" is not a quantity that can be${NOTHING_USED}`],
  ['a time past the year 9999', [packages({ invalid_time: 253402300800000 })], `"data.resource_pack_subscribe_infos[1].invalid_time" is not a time in milliseconds before the year 10000${NOTHING_USED}`],
  ['a negative time', [packages({ purchase_time: -1 })], `"data.resource_pack_subscribe_infos[1].purchase_time" is not a time in milliseconds before the year 10000${NOTHING_USED}`],
  ['a name of a million characters', [packages({ resource_pack_name: 'a'.repeat(1_000_000) })], `"data.resource_pack_subscribe_infos[1].resource_pack_name" is not a text of at most 500 characters${NOTHING_USED}`],
];

const ROWS: readonly (readonly [name: string, answer: ReturnType<typeof json>, sentence: string])[] = [
  ['no task', rows({ task_id: '' }), '"data.result.detail[0].task_id" is not a text of at most 500 characters'],
  ['no amount', rows({ deduction_amount: null }), '"data.result.detail[0].deduction_amount" is missing in the answer'],
  ['a negative amount', rows({ deduction_amount: -0.5 }), '"data.result.detail[0].deduction_amount" is not a quantity that can be'],
  ['an amount of 1e308', rows({ deduction_amount: 1e308 }), '"data.result.detail[0].deduction_amount" is not a quantity that can be'],
  ['a time in words', rows({ deduction_time: 'yesterday' }), '"data.result.detail[0].deduction_time" is not a time in milliseconds that has passed by the clock of this computer'],
  ['a time in the future', rows({ deduction_time: '32503680000000' }), '"data.result.detail[0].deduction_time" is not a time in milliseconds that has passed by the clock of this computer'],
  ['a duration in words', rows({ duration: 'five' }), '"data.result.detail[0].duration" is not a number of seconds'],
  ['a model that is a number', rows({ model_name: 26 }), '"data.result.detail[0].model_name" is not a text of at most 500 characters'],
  ['a pool with an escape', rows({ product_type: 'video\u001b[2J' }), '"data.result.detail[0].product_type" is not what is documented'],
  ['rows that are an object', accepted({ result: { detail: {} } }), '"data.result.detail" is not a list'],
  ['more without a cursor', accepted({ result: { detail: [] }, has_more: true }), '"data.next_cursor" is missing in the answer'],
  ['more in words', accepted({ result: { detail: [] }, has_more: 'yes' }), '"data.has_more" is not true or false'],
];

describe('account faults', () => {
  for (const [name, answers, sentence] of CASES) {
    it(`says what to do: ${name}`, () =>
      withServer(async ({ server, client }) => {
        server.answers.push(...answers);
        const fault = await faultOf(client().costs());
        assert.equal(accountFaultLine(fault, 'environment', t), COSTS + sentence);
        assert.equal(server.answers.length, 0);
      }));
  }

  for (const [name, answer, sentence] of ROWS) {
    it(`names the field of a charge: ${name}`, () =>
      withServer(async ({ server, client }) => {
        server.answers.push(answer);
        const fault = await faultOf(client().deductions(STRETCH));
        assert.equal(accountFaultLine(fault, 'environment', t), UNITS + sentence + NOTHING_USED);
      }));
  }

  it('names the call for money', () =>
    withServer(async ({ server, client }) => {
      for (const currency of [5, 'units', 'U\u001bD', 'usd']) {
        server.cash = [{ ...documentedCash, currency }];
        const line = accountFaultLine(await faultOf(client().deductions(STRETCH)), 'environment', t);
        assert.match(line, /^POST \/account\/billing\/balance: "data\.result\.detail\[0\]\.currency" is not what is documented; /);
      }
    }));

  for (const [name, answer] of [['silence', silent], ['an answer that stops', stalling]] as const) {
    it(`ends after the time for an answer: ${name}`, () =>
      withServer(async ({ server, client, clock }) => {
        server.answers.push(answer);
        server.onCall = () => { clock.timeouts.forEach((controller) => { controller.abort(); }); };
        const fault = await faultOf(client().costs());
        assert.equal(accountFaultLine(fault, 'environment', t), `${COSTS}no answer within 30 seconds; check the connection, and try again later`);
      }));
  }

  it('says that nobody listens', () =>
    withServer(async ({ server, client }) => {
      const one = client();
      await server.close();
      assert.equal(accountFaultLine(await faultOf(one.costs()), 'environment', t), `${COSTS}the server cannot be reached: ECONNREFUSED; check the connection and the base address of the API`);
    }));

  it('tells an access key from an API key', () =>
    withServer(async ({ server, client, clock }) => {
      const pair = { accessKey: ACCESS_KEY, secretKey: `${SECRET_KEY}x` };
      const sentence = async (credentials: Credentials, place: 'environment' | 'editor'): Promise<string> => accountFaultLine(await faultOf(client({ credentials }).costs()), place, t);
      assert.equal(
        await sentence(pair, 'environment'),
        `${COSTS}Kling did not accept the token made from KLING_ACCESS_KEY and KLING_SECRET_KEY (code 1002): “Authorization is invalid”; check both; newer parts of Kling’s API take API keys only, so if they are right, create an API key in Kling’s console and set KLING_API_KEY instead`,
      );
      assert.match(await sentence(pair, 'editor'), /the token made from the access key and the secret key \(code 1002\).* create an API key in Kling’s console and enter it instead$/);
      assert.match(await sentence({ apiKey: 'old' }, 'editor'), /did not accept the API key \(code 1002\).*; copy it again from Kling’s console, or create a new one$/);
      const late = client({ credentials: { accessKey: ACCESS_KEY, secretKey: SECRET_KEY }, timers: { ...systemTimers, now: () => clock.now - 3_600_000 } });
      assert.match(accountFaultLine(await faultOf(late.costs()), 'environment', t), /is no longer valid \(code 1004\): “Authorization has expired”; set the clock of this computer right/);
      assert.equal(server.calls.length, 4);
    }));

  it('sends no key to another host, and shows none', () =>
    withServer(async ({ server, client }) => {
      await withServer(async (other) => {
        server.answers.push(raw(301, '', { location: `${other.server.url}/account/costs` }), raw(308, '', { location: `${other.server.url}/account/billing/package` }));
        assert.equal((await faultOf(client().costs())).problem.code, 'redirect');
        assert.equal((await faultOf(client().deductions(STRETCH))).problem.code, 'redirect');
        assert.equal(other.server.calls.length, 0);
      });
      server.answers.push(refusal(400, 1200, `bad header Bearer ${API_KEY} ${SECRET_KEY}`));
      const echoed = await client().costs().then(() => assert.fail(), (error: unknown) => error as Error);
      assert.match(accountFaultLine(await faultOf(Promise.reject(echoed)), 'environment', t), /“bad header Bearer … test-secret/);
      assert.ok(!JSON.stringify(echoed).includes(API_KEY) && !String(echoed.stack).includes(API_KEY));
      const leaky: typeof fetch = (_, init) => Promise.reject(new TypeError(`cannot send ${JSON.stringify(init?.headers)}`));
      for (const credentials of [{ apiKey: API_KEY }, { accessKey: ACCESS_KEY, secretKey: SECRET_KEY }]) {
        const { problem } = await faultOf(client({ credentials, fetch: leaky }).costs());
        const detail = 'detail' in problem ? problem.detail : undefined;
        assert.match(detail ?? '', /^cannot send \{"Authorization":"Bearer …"/);
      }
    }));

  it('shows control characters of the server as their code', () =>
    withServer(async ({ server, client }) => {
      server.answers.push(refusal(401, 1002, `no\u001b[2J\nkling-cost: all is well\u202e${'x'.repeat(5000)}`));
      const line = accountFaultLine(await faultOf(client().costs()), 'environment', t);
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u);
      assert.match(line, /“no\\u\{1b\}\[2J\\u\{a\}kling-cost: all is well\\u\{202e\}x+…”/);
      assert.ok(line.length < 400);
    }));

  it('refuses addresses and keys that cannot be used, before any call', () => {
    const line = (baseUrl: string, credentials: Credentials): string => {
      try {
        createAccountClient({ baseUrl, credentials, fetch: () => assert.fail(), timers: systemTimers });
      } catch (error) {
        return accountFaultLine((error as { fault: Parameters<typeof accountFaultLine>[0] }).fault, 'environment', t);
      }
      return 'taken';
    };
    const key = { apiKey: API_KEY };
    for (const good of ['https://api-beijing.klingai.com', 'https://gateway.example/kling/', 'http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:3000']) {
      assert.equal(line(good, key), 'taken', good);
    }
    const remedy = '; use one such as https://api-singapore.klingai.com';
    for (const bad of ['', 'api.klingai.com', 'https://', '//klingai.com']) assert.equal(line(bad, key), `the base address of the API is not an address${remedy}`);
    for (const bad of ['http://api.klingai.com', 'http://127.0.0.1.evil.example', 'http://localhost.evil.example', 'ftp://localhost', 'file:///etc/passwd', 'javascript:1', 'http://0.0.0.0']) {
      assert.equal(line(bad, key), `the base address of the API does not begin with https, so that a key would be sent for all to read${remedy}`, bad);
    }
    for (const bad of ['https://user:word@klingai.com', 'https://klingai.com?x=1', 'https://klingai.com/#x']) {
      assert.equal(line(bad, key), `the base address of the API holds a user, a query or a fragment${remedy}`);
    }
    const odd = 'is empty or holds a space, a line break or another character that no key has; copy';
    for (const bad of ['', 'a b', 'a\nb', 'ключ', 'a\u0000', 'x'.repeat(5000)]) {
      assert.ok(line('https://a.example', { apiKey: bad }).startsWith(`the API key in KLING_API_KEY ${odd}`), bad);
      assert.ok(line('https://a.example', { accessKey: 'a', secretKey: bad }).startsWith(`one of KLING_ACCESS_KEY and KLING_SECRET_KEY ${odd}`), bad);
    }
  });
});
