import assert from 'node:assert/strict';
import type { Limit } from '../../../../src/core/budget/limit';
import { standingOf, judge } from '../../../../src/core/budget/verdict';
import { budgetSection } from '../../../../src/presentation/sidebar/budgetSection';
import { fileSection } from '../../../../src/presentation/sidebar/fileSection';
import { footerSection } from '../../../../src/presentation/sidebar/footerSection';
import { pageLabels } from '../../../../src/presentation/sidebar/labels';
import { readToPage } from '../../../../src/presentation/sidebar/messages';
import type { Sections } from '../../../../src/presentation/sidebar/messages';
import { packagesSection } from '../../../../src/presentation/sidebar/packagesSection';
import { suggestionsSection } from '../../../../src/presentation/sidebar/suggestionsSection';
import { plainTranslate as t } from '../../../../src/presentation/translate';
import { schedules } from '../../../support/engine';
import { ownSchedule, service, subject } from '../subjects';

const NOW = Date.UTC(2026, 10, 21, 12);
const NOWHERE = { start: 0, end: 0 };
const units = (quantity: number) => ({ quantity: quantity * 1e6, unit: 'units' as const, pool: 'video' });
const limit: Limit = { period: 'daily', amount: units(60), thresholds: [0.8], onExceed: 'stop' };

function totals(spent: number, reserved = 0) {
  return { amounts: [{ unit: 'units' as const, pool: 'video', spent: spent * 1e6, reserved: reserved * 1e6, entries: 1 }], usd: { spent: 0, reserved: 0 }, entries: 1, withoutUsd: 1 };
}

/** What the page is told, after its own check. */
function told(sections: Partial<Sections>): Partial<Sections> {
  const message = readToPage(JSON.parse(JSON.stringify({ type: 'sections', sections })));
  assert.ok(message?.type === 'sections');
  return message.sections as Partial<Sections>;
}

function budget(used: ReturnType<typeof totals>, wanted?: number) {
  const period = { standing: standingOf(limit, used), resetsAt: Date.UTC(2026, 10, 22) };
  const judgement = wanted === undefined ? undefined : judge(limit, used, units(wanted));
  const section = told({ budget: budgetSection([{ period, judgement, forecast: { used: 85.4e6, days: 7, until: Date.UTC(2026, 10, 22) } }], 'UTC', t) }).budget;
  assert.ok(section?.periods[0]);
  return section.periods[0];
}

describe('the budget of the sidebar', () => {
  it('has a bar of what is spent, reserved and wanted, and says it all in words', () => {
    const shown = budget(totals(30, 6), 12);
    assert.deepEqual(shown.bar, { spent: 50, reserved: 10, request: 20, limitAt: 100 });
    assert.equal(shown.level, 'fits');
    assert.equal(shown.sums, '36 units of 60 units');
    assert.deepEqual(shown.lines, [
      '60% used, 6 units of them reserved',
      'The request at the cursor takes 12 units',
      'At the pace of the last 7 days about 85 units by 2026-11-22 00:00, 25 units over',
      'Resets 2026-11-22 00:00 (UTC)',
    ]);
    assert.match(shown.label, /^Today: 36 units of 60 units used \(60%\)/);
  });

  it('makes room for what is over the limit, and clamps nothing', () => {
    const shown = budget(totals(69), 6);
    assert.deepEqual(shown.bar, { spent: 92, reserved: 0, request: 8, limitAt: 80 });
    assert.deepEqual([shown.level, shown.left], ['over', '9 units over']);
    assert.ok(shown.lines.includes("The request at the cursor takes 6 units: Over today's limit by 15 units"), shown.lines.join('\n'));
  });

  it('promises nothing while the usage log cannot be read', () => {
    const period = { standing: standingOf(limit, totals(30)), resetsAt: NOW };
    assert.deepEqual(budgetSection([{ period }], 'UTC', t, true).periods.map(({ left }) => left), ['perhaps 30 units left']);
    assert.deepEqual(budgetSection([{ period }], 'UTC', t).periods.map(({ left }) => left), ['30 units left']);
  });

  it('says the next step where there is none', () => {
    const { notice } = budgetSection([], 'UTC', t);
    assert.deepEqual(notice?.actions.map(({ command }) => command), ['setDailyBudget', 'setMonthlyBudget']);
  });
});

describe('the packages of the sidebar', () => {
  it('say what is left, until when, and what will be lost', () => {
    const item = { key: 'a', name: 'Trial', size: units(1000), price: 98e6, boughtAt: NOW, expiresAt: NOW + 5 * 86_400_000 };
    const row = { item, state: 'active' as const, left: 412e6, drawn: 588e6, leftMs: 5 * 86_400_000, losing: 190e6, losingUsd: 18.62e6, unitPrice: 98_000 };
    const section = told({ packages: packagesSection({ packages: [row], paces: [{ ...units(0), perDay: 1, days: 7 }], beyond: [], problems: [] }, 'UTC', t) }).packages;
    const [shown] = section?.items ?? [];
    assert.equal(shown?.left, '412 units of 1,000 units left');
    assert.deepEqual([shown.bar, shown.level], [41.2, 'warns']);
    assert.deepEqual(shown.lines, ['video units', 'Expires in 5 days, 2026-11-26 12:00', 'at the pace of the last 7 days 190 units (≈ $18.62) will be lost']);
  });

  it('say the next step where there is none', () => {
    assert.equal(packagesSection({ packages: [], paces: [], beyond: [], problems: [] }, 'UTC', t).notice?.actions[0]?.command, 'addPackage');
  });
});

describe('the requests of the file in the sidebar', () => {
  it('have their price, and their sum', () => {
    const request = subject('text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds: 10, audio: true });
    const section = told({ file: fileSection('src/a.ts', [{ line: 3, subject: request, over: 'Over', isCurrent: true }], t) }).file;
    assert.deepEqual(section?.rows, [{ line: 3, title: 'Kling v2.6 pro · 10 s · audio', price: '10 units ≈ $1.40', note: '', over: 'Over', isCurrent: true }]);
    assert.deepEqual(section.total, ['Together: 1 request: 1 priced', '10 units (video, kling-api 2026)', '$1.40']);
    assert.equal(section.notice, null);
  });

  it('say the next step where there are none', () => {
    assert.match(fileSection(undefined, [], t).notice?.text ?? '', /Open a file/);
    assert.match(fileSection('a.ts', [], t).notice?.text ?? '', /no Kling request/);
  });
});

describe('the suggestions of the sidebar', () => {
  it('are at most three with what they save, and none that another excludes', () => {
    const requests = [10, 5, 10, 10].map((durationSeconds, index) => ({ ...subject('text2video', { model: 'kling-v2-6', mode: 'pro', durationSeconds, audio: index !== 1 }), site: { span: NOWHERE, head: NOWHERE, endpoints: [], fields: [], positional: [], open: true }, line: index + 1 }));
    const { suggestions } = service().optimize(requests, {});
    const shown = suggestionsSection(suggestions, requests, NOW, t);
    assert.equal(shown.length, 3);
    assert.ok(told({ suggestions: shown.map((one) => one.shown) }).suggestions?.every(({ title, saving }) => title !== '' && /^saves [\d.]+ units? ≈ \$/.test(saving)), JSON.stringify(shown));
    const places = shown.map(({ request, shown: { title } }) => `${String(request)} ${title}`);
    assert.equal(new Set(places).size, 3);
    assert.deepEqual(suggestionsSection([], requests, NOW, t), []);
  });
});

describe('the footer of the sidebar', () => {
  it('names the schedules of the prices with their dates, else those in force', () => {
    const { lines } = footerSection([ownSchedule()], schedules, '2026-11-21', t);
    assert.deepEqual(lines, ['Prices: own 1, in force from 2026-01-01; newest source 2026-01-01']);
    const inForce = footerSection([], schedules, '2026-11-21', t).lines;
    assert.ok(inForce.some((line) => line.includes('kling-api 2026')) && !inForce.some((line) => line.includes('kling-api 2025')), inForce.join('\n'));
  });
});

describe('the words of the page', () => {
  it('are all there', () => {
    assert.ok(Object.values(pageLabels(t)).every((text) => text !== ''));
  });
});
