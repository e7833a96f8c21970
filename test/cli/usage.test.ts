import assert from 'node:assert/strict';
import { schedulesReportSchema } from '../../src/presentation/jsonSchemas';
import { version } from '../../package.json';
import { assertGolden, runCli } from './support';

const BAD: [string[], RegExp][] = [
  [['frobnicate'], /"frobnicate" is not a command; use estimate, price, optimize, plan, schedules, record, reserve, settle, release, log, budget, packages, account or guard/],
  [['estimate'], /estimate needs files or folders/],
  [['estimate', '.', '--format', 'xml'], /--format "xml" is not known; use table, json, markdown or csv/],
  [['estimate', '.', '--date', '2026-02-30'], /--date "2026-02-30" is not a day; write it as YYYY-MM-DD/],
  [['estimate', '.', '--date', 'today'], /--date "today" is not a day/],
  [['estimate', '.', '--schedule', 'nope'], /--schedule "nope" is not known; there are .*kling-api, /],
  [['estimate', '.', '--package', 'nope'], /--package "nope" is not known; there are .*package-1/],
  [['estimate', '.', '--package', 'Pakage 2'], /--package "Pakage 2" is not known; did you mean package-2, .*\? There are trial-s, /],
  [['estimate', '.', '--schedule', 'klingapi2'], /--schedule "klingapi2" is not known; did you mean kling-api\? There are .*kling-credits/],
  [['estimate', ''], /estimate got an empty path; name a file or a folder/],
  [['price', 'motion-control', '--voice', 'on'], /--voice on does not go with motion-control/],
  [['estimate', '.', '--schedule', 'kling-credits', '--package', 'package-1'], /--package "package-1" is not known; the chosen schedule has none/],
  [['estimate', '.', '--bogus'], /'--bogus'.* See kling-cost estimate --help/],
  [['price'], /price needs a feature/],
  [['price', 'text3video'], /feature "text3video" is not known; use text2video, /],
  [['price', 'text2video', 'image2video'], /"image2video" is one too many/],
  [['price', 'text2video', '--mode', 'ultra'], /--mode "ultra" is not known; use std, pro or 4k/],
  [['price', 'text2video', '--duration', '0'], /--duration "0" is not a number that can be used; use seconds above 0/],
  [['price', 'text2video', '--duration', '1e3'], /--duration "1e3"/],
  [['price', 'text2video', '--duration=-5'], /--duration "-5"/],
  [['price', 'text2video', '--count', '1.5'], /--count "1\.5" is not a number that can be used; use a whole number above 0/],
  [['price', 'text2video', '--audio', 'maybe'], /--audio "maybe" is not known; use on or off/],
  [['price', 'text2video', '--resolution', '8k'], /--resolution "8k" is not known; use 720p, /],
  [['price', 'text2video', '--provider', 'nobody'], /--provider "nobody" is not known; use .*kling/],
  [['price', 'text2video', '--schedule', 'fal', '--provider', 'kling'], /--schedule "fal" does not bill kling; use kling-api, /],
  [['price', 'text2video', '--tier', 'pro', '--mode', 'std'], /--tier "pro" and --mode say the same thing; use one of them/],
  [['price', 'text2video', '--model', 'kling-v3', '--mode', 'pro', '--resolution', '720p'], /--mode pro and --resolution 720p contradict each other: pro is 1080p; use one of them/],
  [['price', 'text2video', '--model'], /--model .*argument missing\. See kling-cost price --help/],
  [['budget', 'extra'], /budget takes no "extra"; use --daily or --monthly for a limit/],
  [['budget', '--daily', '100'], /--daily "100" is not a limit; use an amount with its unit, such as "100 units"/],
  [['packages', 'extra'], /packages takes no "extra"/],
  [['packages', '--format', 'xml'], /--format "xml" is not known; use table, json, markdown, csv or ics/],
  [['schedules', 'extra'], /schedules takes no "extra"/],
  [['schedules', '--package', 'package-1'], /schedules takes no --package/],
  [['schedules', '--strict'], /schedules takes no --strict/],
];

describe('kling-cost', () => {
  for (const [args, message] of BAD) {
    it(`refuses: ${args.join(' ')}`, () => {
      const { code, output, errors } = runCli(args);
      assert.deepEqual([code, output], [2, '']);
      assert.match(errors, message);
      assert.match(errors, /^kling-cost: [^\n]+\n$/);
    });
  }

  it('shows help and version', () => {
    for (const [args, name] of [[['--help'], 'help'], [['estimate', '--help'], 'help-estimate'], [['price', '-h'], 'help-price'], [['schedules', '--help'], 'help-schedules'], [['record', '--help'], 'help-record'], [['reserve', '--help'], 'help-reserve'], [['settle', '--help'], 'help-settle'], [['release', '--help'], 'help-release'], [['log', '--help'], 'help-log'], [['budget', '--help'], 'help-budget'], [['packages', '--help'], 'help-packages'], [['plan', '--help'], 'help-plan']] as const) {
      const { code, output, errors } = runCli(args);
      assert.deepEqual([code, errors], [0, '']);
      assertGolden(`${name}.txt`, output);
    }
    assert.deepEqual(runCli(['--version']), { code: 0, output: `${version}\n`, errors: '' });
    const bare = runCli([]);
    assert.deepEqual([bare.code, bare.output], [2, '']);
    assert.match(bare.errors, /^Shows what Kling requests cost/);
  });

  it('lists the schedules with edition, source and date', () => {
    const json = schedulesReportSchema.parse(JSON.parse(runCli(['schedules', '--format', 'json', '--date', '2026-11-21']).output));
    const kling = json.schedules.filter(({ id }) => id === 'kling-api');
    assert.deepEqual(kling.map(({ edition, inForce }) => [edition, inForce]), [['2025', false], ['2026', true]]);
    for (const { sources } of json.schedules) assert.ok(sources.length > 0 && sources.every(({ date }) => date !== ''));
    const table = runCli(['schedules', '--schedule', 'kling-api', '--date', '2025-06-01']).output.split('\n');
    assert.match(table[0] ?? '', /^Schedule +Edition +From +In force +Bills +Price of one +Source$/);
    assert.match(table[1] ?? '', /^kling-api +2025 +2025-01-01 +yes +kling +video: \$0\.14 per unit, .*\(2025\)$/);
    assert.match(table[2] ?? '', /^kling-api +2026 +2026-01-01 +no +/);
    assert.match(runCli(['schedules', '--format', 'csv']).output, /^id,edition,effective_from,in_force,/);
  });

  it('lists the packages with id and price, each with its edition', () => {
    const { output } = runCli(['schedules']);
    assert.match(output, /\n\nPackages of +Package +Id +For +Price +Holds +Each +Days +Concurrent tasks\n/);
    assert.match(output, /\nkling-api 2025 +Trial Package, 100 units \(one per account\) +trial-100 +video +\$9\.79 +100 units +\$0\.0979 +30 +3\n/);
    assert.match(output, /\nkling-api 2026 +Trial S \(one per account\) +trial-s +video +\$9\.80 +100 units +\$0\.098 +30 +5\n/);
    assert.doesNotMatch(runCli(['schedules', '--schedule', 'fal']).output, /Package/);
  });

  it('shows rules, packages, disagreements, gaps and sources of each schedule in Markdown', () => {
    const { output } = runCli(['schedules', '--schedule', 'kling-api', '--date', '2026-11-21', '--format', 'markdown']);
    assert.match(output, /^\| Schedule \| Edition \|/);
    assert.deepEqual(output.split('\n').filter((line) => line.startsWith('#')), ['2025', '2026'].flatMap((edition) => [
      `## kling-api ${edition}: Kling API units (${edition})`, '### Billing rules', '### Resource packages', '### Where sources disagree',
      '### What no source tells', '### Sources of the price schedule',
    ]));
    assert.match(output, /\n- A failed task deducts no units\.\n/);
    assert.match(output, /\n\| Package 3 \| package-3 \| video \| \$6,720\.00 \| 60,000 units \| \$0\.112 \| 90 \| 5 \|\n/);
    assert.match(output, /\n- Trial packages: \$9\.80 and \$98, .* Elsewhere: \$9\.79 and \$97\.99, .* Taken because /);
  });

  it('gives rules, packages, disagreements and gaps of each schedule in JSON', () => {
    const json = schedulesReportSchema.parse(JSON.parse(runCli(['schedules', '--schedule', 'kling-api', '--format', 'json']).output));
    for (const { rules, disagreements, gaps, sources } of json.schedules) {
      assert.ok(rules.length > 0 && disagreements.length > 0 && gaps.length > 0);
      for (const { source } of rules) assert.ok(sources.some(({ title }) => title === source), source);
    }
    assert.deepEqual(json.schedules[0]?.packages[0], {
      id: 'trial-100', name: 'Trial Package, 100 units', pool: 'video', usd: '9.79', quantity: '100', usdEach: '0.0979',
      validityDays: 30, concurrency: 3, oncePerAccount: true,
    });
  });
});
