// The sidebar in a real VS Code: its first paint beside an empty webview, frames while scrolling a log of 100,000
// entries, and a minute in which another process writes to the log.
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Frame, FrameLocator } from 'playwright-core';
import { appendFromOutside } from '../support/appendingProcess';
import { frameOf } from '../support/frameOf';
import { packageVsix } from '../support/packageVsix.mjs';
import { copyOfSample } from '../support/paths.mjs';
import { Workbench } from '../support/workbench';
import { packageEmptyPage } from './emptyPage';
import { extensionHostMegabytes } from './extensionHost';
import { writeLedgerLog } from './ledgerLog';
import { inTurn, median, ratioLine } from './measure';

/** Of ten lines six are entries of their own. */
const LINES = 170_000;
const FRAMES = 300;
const PIXELS_A_FRAME = 120;
const APPENDS = 1200;
const settings = { 'klingCost.budget.daily': { limit: 1e6, unit: 'units' }, 'klingCost.alerts.enabled': false };

export async function measureSidebar(): Promise<string[]> {
  await packageVsix();
  const folder = copyOfSample();
  writeLedgerLog(path.join(folder, 'kling_usage.jsonl'), LINES, Date.now());
  const workbench = await Workbench.start({ folder, settings, extensions: [packageEmptyPage()] });
  try {
    const size = ['sidebar.js', 'sidebar.css'].reduce((sum, file) => sum + fs.statSync(`dist/${file}`).size, 0);
    const paint = await measurePaint(workbench);
    return [
      `page of the sidebar, minified                ${(size / 1000).toFixed(1)} KB`,
      ratioLine('first paint of the sidebar', 'an empty webview, from the same click', paint),
      ...(await measureScrolling(workbench)),
      ...(await measureAppends(workbench)),
    ];
  } finally {
    await workbench.close();
  }
}

async function measurePaint({ page, sidebar }: Workbench) {
  const webview: FrameLocator = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  const open = (title: string) => page.locator(`.activitybar a.action-label[aria-label^="${title}"]`).click();
  const show = (title: string, wanted: ReturnType<FrameLocator['locator']>) => async (): Promise<void> => {
    await open(title);
    await wanted.waitFor();
  };
  return await inTurn(show('Kling Cost', sidebar.locator('.standing')), show('Empty Page', webview.locator('#empty')), { rounds: 9, warmup: 2 });
}

/** Milliseconds between frames, and in how many a row in view was not there yet. */
interface Frames {
  readonly times: number[];
  readonly blank: number;
}

async function framesOf(frame: Frame, pixels: number): Promise<Frames> {
  return await frame.evaluate<Frames>(`new Promise((resolve) => {
    const rows = document.querySelector('.rows');
    const times = [];
    let [last, blank] = [0, 0];
    const step = (now) => {
      if (last > 0) times.push(now - last);
      last = now;
      if ([...rows.querySelectorAll('.entry .when')].some(({ textContent }) => textContent === '…')) blank += 1;
      rows.scrollTop += ${pixels};
      if (times.length < ${FRAMES}) requestAnimationFrame(step);
      else resolve({ times, blank });
    };
    requestAnimationFrame(step);
  })`);
}

async function measureScrolling(workbench: Workbench): Promise<string[]> {
  await workbench.openSidebar();
  await workbench.sidebar.locator('.entry.settled').first().waitFor();
  await workbench.sidebar.locator('.log').scrollIntoViewIfNeeded();
  const frame = await frameOf(workbench.sidebar);
  const still = await framesOf(frame, 0);
  const moving = await framesOf(frame, PIXELS_A_FRAME);
  const all = await workbench.sidebar.getByRole('grid').getAttribute('aria-rowcount');
  const late = ({ times }: Frames): string => `${((100 * times.filter((time) => time > 20).length) / times.length).toFixed(0)} % later than 20 ms`;
  return [
    `frames while scrolling ${String(Number(all) - 1)} entries         ${median(moving.times).toFixed(1)} ms, ${late(moving)}, ${String(moving.blank)} of ${String(FRAMES)} with a row not there yet   (standing still: ${median(still.times).toFixed(1)} ms, ${late(still)})`,
  ];
}

/** With the garbage of the page collected, in megabytes. */
async function pageMegabytes({ page }: Workbench, frame: Frame): Promise<number> {
  const session = await page.context().newCDPSession(frame).catch(() => page.context().newCDPSession(page));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN) / 1e6;
}

async function measureAppends(workbench: Workbench): Promise<string[]> {
  const { sidebar } = workbench;
  const frame = await frameOf(sidebar);
  const shown = async (): Promise<number> => Number((await sidebar.locator('.sums').innerText()).split(' ')[0]?.replace(/\D/g, ''));
  const nodes = () => frame.evaluate<number>('document.querySelectorAll("*").length');
  const look = async () => ({ entries: await shown(), nodes: await nodes(), page: await pageMegabytes(workbench, frame), host: extensionHostMegabytes() });
  const append = async (count: number): Promise<void> => {
    const wanted = (await shown()) + count;
    await appendFromOutside(workbench.folder, count);
    await sidebar.locator('.sums', { hasText: wanted.toLocaleString('en') }).waitFor();
  };
  // What is set up once is not counted as growth.
  await append(APPENDS / 10);
  const before = await look();
  await frame.evaluate(`window.gone = 0; new MutationObserver((changes) => {
    for (const { removedNodes } of changes) for (const node of removedNodes) if (node.matches?.('.standing, .log, .chart, section')) window.gone += 1;
  }).observe(document.body, { childList: true, subtree: true })`);
  const started = performance.now();
  await append(APPENDS);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const after = await look();
  const change = (name: 'page' | 'host' | 'nodes', unit: string): string => `${before[name].toFixed(0)} → ${after[name].toFixed(0)} ${unit}`;
  return [
    `${String(APPENDS)} appends by another process in ${seconds} s      all ${String(after.entries - before.entries)} shown; ${String(await frame.evaluate('window.gone'))} parts of the page taken away; page ${change('page', 'MB')}, ${change('nodes', 'elements')}; extension host ${change('host', 'MB')}`,
  ];
}
