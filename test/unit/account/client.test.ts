import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ACCESS_KEY, SECRET_KEY, accepted, documentedCash, documentedPackage, documentedUnits, json, refusal } from '../../support/accountServer';
import { NOW, faultOf, withServer } from './support';

const DAY_MS = 86_400_000;
const STRETCH = { start: Date.UTC(2026, 0, 1), end: NOW };

describe('account client', () => {
  it('reads the packages as documented, over a window of at least 400 days', () =>
    withServer(async ({ server, client }) => {
      const { packages, askedAt, fromCache } = await client().costs();
      assert.deepEqual([askedAt, fromCache], [NOW, false]);
      assert.deepEqual(packages, [
        {
          name: 'Video Generation - 10,000 entries', id: '509f3fd3d4ab4a3f9eec5db27aa44f27', type: 'decreasing_total', total: 200_000_000, remaining: 118_000_000,
          purchasedAt: 1726124664368, effectiveAt: 1726124664368, invalidAt: 1727366400000, status: 'expired',
        },
      ]);
      const { query } = server.calls[0] ?? assert.fail();
      assert.deepEqual(query, { start_time: String(NOW - 400 * DAY_MS), end_time: String(NOW) });
    }));

  it('signs with an access key and its secret key', () =>
    withServer(async ({ client }) => {
      const { packages } = await client({ credentials: { accessKey: ACCESS_KEY, secretKey: SECRET_KEY } }).costs();
      assert.equal(packages.length, 1);
    }));

  it('keeps the path of a gateway', () =>
    withServer(async ({ server, client }) => {
      server.answers.push(accepted({}));
      await client({ baseUrl: `${server.url}/kling/` }).costs();
      assert.equal(server.calls[0]?.path, '/kling/account/costs');
    }));

  it('reads charges in units and in money as documented', () =>
    withServer(async ({ server, client }) => {
      server.units = [documentedUnits];
      server.cash = [documentedCash];
      assert.deepEqual(await client().deductions(STRETCH), [
        {
          taskId: 't1', at: 1779549455861, quantity: 5_000_000, feature: 'image2video', model: 'kling-v2-6', mode: 'pro', durationSeconds: 5.04,
          from: { pool: 'video', packageId: 'p1' }, before: 13_037_300_000,
        },
        {
          taskId: 'c1', at: 1779549455861, quantity: 8_400_000, feature: 'image2video', model: 'kling-v2-6', mode: 'std', durationSeconds: 5.04,
          from: { currency: 'USD' }, before: 120_500_000,
        },
      ]);
      assert.deepEqual(server.calls.map(({ path: at, body }) => [at, body]), [
        ['/account/billing/package', { start_time: STRETCH.start, end_time: STRETCH.end, limit: 500 }],
        ['/account/billing/balance', { start_time: STRETCH.start, end_time: STRETCH.end, limit: 500 }],
      ]);
    }));

  it('takes what a row for an image does not have as absent', () =>
    withServer(async ({ server, client }) => {
      const { task_id, deduction_time, deduction_amount } = documentedUnits;
      server.units = [{ task_id, deduction_time, deduction_amount, product_type: 'image', model_name: null, duration: '', resolution: '', unknown_field: [1] }];
      assert.deepEqual(await client().deductions(STRETCH), [
        { taskId: 't1', at: 1779549455861, quantity: 5_000_000, from: { pool: 'image', packageId: '' } },
      ]);
    }));

  it('reads all pages, each with the cursor alone, and no more than one call a second', () =>
    withServer(async ({ server, client, clock }) => {
      server.units = Array.from({ length: 1201 }, (_, index) => ({ ...documentedUnits, task_id: `t${index}` }));
      const progress: number[] = [];
      const one = client();
      const [rows] = await Promise.all([one.deductions(STRETCH, (count) => progress.push(count)), one.costs(), one.costs()]);
      assert.deepEqual(rows.map(({ taskId }) => taskId), server.units.map((_, index) => `t${index}`));
      assert.deepEqual(progress, [500, 1000, 1201, 1201]);
      const bodies = server.calls.filter(({ path: at }) => at.endsWith('package')).map(({ body }) => Object.keys(body as object));
      assert.deepEqual(bodies, [['start_time', 'end_time', 'limit'], ['cursor'], ['cursor']]);
      const times = server.calls.map(({ at }) => at);
      assert.equal(times.length, 6);
      times.slice(1).forEach((time, index) => { assert.ok(time - (times[index] ?? 0) >= 1000, times.join()); });
      assert.ok(clock.now - NOW < 10_000);
    }));

  it('waits no longer than a second when the clock is set back', () =>
    withServer(async ({ client, clock }) => {
      const one = client();
      await one.costs();
      clock.now -= 7 * DAY_MS;
      await one.costs();
      assert.deepEqual(clock.slept, [1000]);
    }));

  it('tries a 429 and a 5xx once more, after the time that the server asks for', () =>
    withServer(async ({ server, client, clock }) => {
      const asks = [
        [refusal(429, 1302, 'rate'), 2000],
        [refusal(429, 1302, 'rate', { 'retry-after': '17' }), 17_000],
        [refusal(429, 1302, 'rate', { 'retry-after': new Date(NOW + 100_000_000).toUTCString() }), undefined],
        [json(503, {}), 2000],
        [refusal(200, 5000, 'failed'), 2000],
      ] as const;
      for (const [answer, wait] of asks) {
        const one = client();
        clock.slept.length = 0;
        server.calls.length = 0;
        server.answers.push(answer);
        if (wait === undefined) {
          const { problem } = await faultOf(one.costs());
          assert.equal(problem.code, 'rateLimited');
          assert.equal(server.calls.length, 1);
        } else {
          assert.equal((await one.costs()).packages.length, 1);
          assert.deepEqual([clock.slept, server.calls.length], [[wait], 2]);
        }
      }
      server.answers.push(refusal(429, 1302, 'rate'), refusal(429, 1302, 'rate', { 'retry-after': '9' }));
      assert.deepEqual((await faultOf(client().costs())).problem, { code: 'rateLimited', retryAfterSeconds: 9 });
      server.calls.length = 0;
      server.answers.push(refusal(429, 1303, 'parallel'));
      assert.equal((await faultOf(client().costs())).problem.code, 'tooManyTasks');
      assert.equal(server.calls.length, 1);
    }));

  it('ends when pages lead in a circle or never end', () =>
    withServer(async ({ server, client }) => {
      const page = (cursor: string) => accepted({ result: { detail: [] }, next_cursor: cursor, has_more: true });
      server.answers.push(page('a'), page('b'), page('a'));
      assert.deepEqual(await faultOf(client().deductions(STRETCH)), {
        endpoint: 'POST /account/billing/package', problem: { code: 'wrongShape', field: 'data.next_cursor', expected: 'nextPage', missing: false },
      });
      let calls = 0;
      const endless = (): Promise<Response> => {
        calls += 1;
        return Promise.resolve(Response.json({ code: 0, data: { result: { detail: [] }, next_cursor: String(calls), has_more: true } }));
      };
      assert.equal((await faultOf(client({ fetch: endless }).deductions(STRETCH))).problem.code, 'tooManyPages');
      assert.equal(calls, 2000);
    })).timeout(60_000);

  it('reads a hundred thousand charges', () =>
    withServer(async ({ server, client }) => {
      server.units = Array.from({ length: 100_000 }, (_, index) => ({ ...documentedUnits, task_id: `t${index}` }));
      const rows = await client().deductions(STRETCH);
      assert.deepEqual([rows.length, new Set(rows.map(({ taskId }) => taskId)).size], [100_000, 100_000]);
    })).timeout(120_000);
});

describe('account cache', () => {
  const withFile = (use: (file: string) => Promise<void>): Promise<void> => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kling-account-'));
    return use(path.join(folder, 'deep', 'account.json')).finally(() => { fs.rmSync(folder, { recursive: true, force: true }); });
  };

  it('keeps the answer for an hour, for this account and address, without a key', () =>
    withFile((cacheFile) =>
      withServer(async ({ server, client, clock }) => {
        await client({ cacheFile }).costs();
        clock.now += 3_599_000;
        const kept = await client({ cacheFile }).costs();
        assert.deepEqual([kept.fromCache, kept.askedAt, kept.packages.length, server.calls.length], [true, NOW, 1, 1]);
        const text = fs.readFileSync(cacheFile, 'utf8');
        for (const key of ['test-api-key', ACCESS_KEY, SECRET_KEY, 'Bearer']) assert.ok(!text.includes(key));
        assert.deepEqual(fs.readdirSync(path.dirname(cacheFile)), ['account.json']);
        const other = client({ cacheFile, credentials: { accessKey: ACCESS_KEY, secretKey: SECRET_KEY } });
        assert.equal(await other.lastCosts(), undefined);
        assert.equal((await other.costs()).fromCache, false);
        await client({ cacheFile }).costs();
        clock.now += 3_600_000;
        assert.equal((await client({ cacheFile }).lastCosts())?.packages.length, 1);
        assert.equal((await client({ cacheFile }).costs()).fromCache, false);
      })));

  it('asks again when the file holds anything else', () =>
    withFile((cacheFile) =>
      withServer(async ({ server, client, clock }) => {
        await client({ cacheFile }).costs();
        const good = JSON.parse(fs.readFileSync(cacheFile, 'utf8')) as Record<string, unknown>;
        const bad = [
          '', '{', 'null', '[]', JSON.stringify({ ...good, version: 2 }), JSON.stringify({ ...good, askedAt: clock.now + 1 }), JSON.stringify({ ...good, extra: 1 }),
          JSON.stringify({ ...good, packages: [{ ...documentedPackage }] }), JSON.stringify({ ...good, packages: { length: 1e9 } }), ' '.repeat(1_000_001) + JSON.stringify(good),
          JSON.stringify(good).replace('118000000', '1e308'), '['.repeat(100_000),
        ];
        for (const text of bad) {
          fs.writeFileSync(cacheFile, text);
          server.calls.length = 0;
          assert.equal((await client({ cacheFile }).costs()).fromCache, false, text.slice(0, 200));
          assert.equal(server.calls.length, 1);
        }
        assert.equal((await client({ cacheFile }).costs()).fromCache, true);
      })));

  it('gives the answer also when it cannot be kept, and says why', () =>
    withFile((cacheFile) =>
      withServer(async ({ client }) => {
        fs.mkdirSync(cacheFile, { recursive: true });
        const { packages, cacheError } = await client({ cacheFile }).costs();
        assert.equal(packages.length, 1);
        assert.match(cacheError ?? '', /EISDIR|EPERM|ENOTEMPTY|EEXIST/);
        assert.deepEqual(fs.readdirSync(path.dirname(cacheFile)), ['account.json']);
      })));

  it('does not keep a failure', () =>
    withFile((cacheFile) =>
      withServer(async ({ server, client }) => {
        server.answers.push(refusal(401, 1002, 'no'));
        await faultOf(client({ cacheFile }).costs());
        assert.equal(fs.existsSync(cacheFile), false);
      })));
});
