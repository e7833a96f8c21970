import assert from 'node:assert/strict';
import { parseAmount } from '../../../../src/core/budget/amountText';
import { readLimitSetting } from '../../../../src/core/budget/settings';
import { readPackageSetting } from '../../../../src/core/budget/packageSettings';
import { settingErrorLine } from '../../../../src/presentation/settingError';
import { plainTranslate as t } from '../../../../src/presentation/translate';
import { readBudgetSettings } from '../../../../src/service/readBudgetSettings';

const ONE = 1_000_000;

describe('amount text', () => {
  it('reads a number with its unit', () => {
    const expected: [string, number, string, string?][] = [
      ['100units', 100, 'units'], ['100 units', 100, 'units'], ['2.5 unit', 2.5, 'units'], ['100-units', 100, 'units'], ['0.000001units', 0.000001, 'units'],
      ['50usd', 50, 'usd'], ['50 USD', 50, 'usd'], ['$50', 50, 'usd'], ['$ 0.35', 0.35, 'usd'], ['12 dollars', 12, 'usd'],
      ['200credits', 200, 'credits'], ['1 credit', 1, 'credits'],
      ['100image-units', 100, 'units', 'image'], ['100 image units', 100, 'units', 'image'], [' 7 Video Units ', 7, 'units', 'video'],
    ];
    for (const [text, number, unit, pool] of expected) {
      assert.deepEqual(parseAmount(text), { quantity: number * ONE, unit, ...(pool ? { pool } : {}) }, text);
    }
  });

  it('reads nothing else', () => {
    for (const text of ['', '100', 'units', '0units', '-5units', '1e3units', '1,000units', '0.0000001units', '50 eur', '$50 units', '$', '5 image credits', '5 image usd', '9999999999units', '100 un its', '١٠٠ units']) {
      assert.equal(parseAmount(text), undefined, text);
    }
  });
});

const line = (settings: string): string => readBudgetSettings(settings, 'settings.json').errors.map((error) => settingErrorLine(error, t)).join('\n');
const daily = (value: unknown): string => line(JSON.stringify({ 'klingCost.budget.daily': value }, null, 2));

describe('settings of the budget', () => {
  it('reads limits as text and as objects, with what is not told', () => {
    assert.deepEqual(readLimitSetting('daily', '100 units'), {
      value: { period: 'daily', amount: { quantity: 100 * ONE, unit: 'units' }, thresholds: [0.8], onExceed: 'stop' },
    });
    assert.deepEqual(readLimitSetting('monthly', { limit: 41.2, unit: 'usd', onExceed: 'warn' }), {
      value: { period: 'monthly', amount: { quantity: 41.2 * ONE, unit: 'usd' }, thresholds: [0.5, 0.75, 0.9], onExceed: 'warn' },
    });
    for (const thresholds of [[90, 50, 33.3, 50], '90 %, 50 %, 33.3', '33.3 50 90']) {
      const read = readLimitSetting('daily', { limit: '10', unit: 'units', pool: 'image', thresholds });
      assert.deepEqual('value' in read && read.value?.thresholds, [0.333, 0.5, 0.9]);
      assert.deepEqual('value' in read && read.value?.amount, { quantity: 10 * ONE, unit: 'units', pool: 'image' });
    }
    for (const none of [undefined, null, '', {}]) assert.deepEqual(readLimitSetting('daily', none), { value: undefined });
  });

  it('reads a file with comments, and what it says of packages', () => {
    const { settings, errors } = readBudgetSettings(
      `\uFEFF{ // ours
        "editor.tabSize": 2, "klingCost.budget.daily": "60 units", "klingCost.budget.monthly": { "limit": 100, "unit": "usd", },
        "klingCost.budget.timeZone": "Asia/Tokyo", "klingCost.budget.day": "rolling",
        "klingCost.packages": [
          { "package": "package-2", "boughtOn": "2026-11-01", "left": { "units": 0, "asOf": "2026-11-20T09:00Z" } },
          { "name": "Ours", "price": 1000, "units": "10000", "validityDays": 365, "concurrency": 40, "boughtOn": "2026-01-15" },
        ],
      }`,
      'settings.json',
    );
    assert.deepEqual(errors, []);
    assert.deepEqual([settings.daily?.amount.quantity, settings.monthly?.amount.unit, settings.timeZone, settings.day], [60 * ONE, 'usd', 'Asia/Tokyo', 'rolling']);
    assert.deepEqual(settings.packages, [
      { package: 'package-2', boughtOn: '2026-11-01', left: { units: 0, asOf: '2026-11-20T09:00Z' } },
      { name: 'Ours', price: '1000', units: '10000', validityDays: 365, concurrency: 40, boughtOn: '2026-01-15' },
    ]);
    assert.deepEqual(readBudgetSettings('', 'x'), { settings: { packages: [] }, errors: [] });
    assert.deepEqual(readBudgetSettings('// nothing', 'x').errors, []);
  });

  it('names file, line, setting and remedy of what is wrong, and keeps the rest', () => {
    assert.equal(daily('100'), 'settings.json:2:29: klingCost.budget.daily: this value is not valid: must be an amount with its unit, such as "100 units", "50 usd", "200 credits", "500 image units"; correct it');
    assert.equal(daily(100), 'settings.json:2:29: klingCost.budget.daily: this value has the wrong type; write an object in { } here');
    assert.equal(daily({ limit: 100 }), 'settings.json:2:29: klingCost.budget.daily: "unit" is missing; add "unit" here');
    assert.equal(daily({ unit: 'usd' }), 'settings.json:2:29: klingCost.budget.daily: "limit" is missing; add "limit" here');
    assert.equal(daily({ limit: 1, unit: 'eur' }), 'settings.json:4:13: klingCost.budget.daily: this value is not allowed; write "units", "credits" or "usd"');
    assert.equal(daily({ limit: -1, unit: 'usd' }), 'settings.json:3:14: klingCost.budget.daily: this value is not valid: must be a number above 0 with at most six decimals, such as 100; correct it');
    assert.match(daily({ limit: 1e300, unit: 'usd' }), /:3:14: klingCost\.budget\.daily: this value is not valid: must be a number/);
    assert.match(daily({ limit: true, unit: 'usd' }), /:3:14: klingCost\.budget\.daily: this value is not valid: must be a number/);
    assert.match(daily({ limit: 1, unit: 'usd', thresholds: [0.8] }), /:5:19: .*must be percent of the limit from 1 to 1000, such as 80/);
    assert.match(daily({ limit: 1, unit: 'usd', thresholds: 'many' }), /must be percent of the limit/);
    assert.match(daily({ limit: 1, unit: 'usd', pool: 'video' }), /:5:13: .*is only for units/);
    assert.match(daily({ limit: 1, unit: 'usd', onexceed: 'stop' }), /:5:5: .*"onexceed" is not a key of this setting; remove it or correct its name/);
    assert.match(line('{ "klingCost.budget.daily": { "__proto__": 1, "limit": 1, "unit": "usd" } }'), /"__proto__" is not a key/);
    assert.match(line('{ "klingCost.budget.timeZone": "Mars" }'), /timeZone: .*must be the name of a time zone, such as "Europe\/Berlin"/);
    assert.match(line('{ "klingCost.budget.day": "weekly" }'), /write "calendar" or "rolling"/);
    assert.match(line('{ "klingCost.packages": {} }'), /klingCost\.packages: this value has the wrong type; write a list/);
    assert.match(line('{\n "klingCost.packages": [\n { "package": "x" }, 7 ] }'), /:3:2: klingCost\.packages: "boughtOn" is missing.*\n.*:3:22: klingCost\.packages: this value has the wrong type/);
    assert.match(line('{ "klingCost.packages": [{ "package": "x", "boughtOn": "2026-02-30" }] }'), /this is not a date; write a date such as/);
    const { settings } = readBudgetSettings('{ "klingCost.budget.daily": 1, "klingCost.budget.monthly": "5 usd" }', 'x');
    assert.deepEqual([settings.daily, settings.monthly?.amount.quantity], [undefined, 5 * ONE]);
  });

  it('names what is wrong with the whole file', () => {
    assert.equal(line('{\n  "a": 1\n  "b": 2 }'), 'settings.json:3:3: this is not JSON: a comma is missing; correct the syntax here');
    assert.match(line('[]'), /^settings\.json:1:1: this value has the wrong type; write an object/);
    assert.match(line('['.repeat(100_000)), /nested too deep/);
  });

  it('takes a package of a schedule, or one with a price of its own', () => {
    assert.ok(readPackageSetting({ name: 'Ours', units: 10, boughtOn: '2026-01-01' }).success);
    for (const bad of [null, 7, 'package-2', {}, { package: '', boughtOn: '2026-01-01' }, { name: 'x', units: 0, boughtOn: '2026-01-01' }, { name: 'x', units: 1, boughtOn: '2026-01-01', validityDays: 1.5 }]) {
      assert.ok(!readPackageSetting(bad).success, JSON.stringify(bad));
    }
  });
});
