// VS Code in a browser with the packaged extension, as a user has it: a page object for the ui tests.
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { launchBrowser } from './browser.mjs';
import { problemsOfExtension, watchPage, type PageWatch } from './pageWatch';
import { copyOfSample, VSIX } from './paths.mjs';
import { startServer, type Server } from './serverHost.mjs';
import { FIND_TEXT, LENS_TEXTS, PALETTE_LABELS } from './textOnPage';
import { until } from './until.mjs';

export interface WorkbenchOptions {
  /** The folder to open; a copy of media/sample unless given. */
  folder?: string;
  settings?: Record<string, unknown>;
  /** Leaves the folder in Restricted Mode. */
  untrusted?: boolean;
  /** More packaged extensions. */
  extensions?: string[];
}

/** How often a file is asked for, and how long each of the first answers may take, in milliseconds. */
const [OPEN_TRIES, OPEN_MS] = [3, 5_000];

export class Workbench {
  readonly folder: string;
  readonly page: Page;
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #watch: PageWatch;

  private constructor(folder: string, server: Server, browser: Browser, { page, watch }: WatchedPage) {
    this.folder = folder;
    this.page = page;
    this.#server = server;
    this.#browser = browser;
    this.#watch = watch;
  }

  static async start({ folder = copyOfSample(), settings = {}, untrusted = false, extensions = [] }: WorkbenchOptions = {}): Promise<Workbench> {
    const server = await startServer({ vsix: [VSIX, ...extensions], settings, untrusted });
    const browser = await launchBrowser();
    return new Workbench(folder, server, browser, await openPage(browser, server, folder));
  }

  /** Another window of the same user on the same folder; closed with the first. */
  async openWindow(): Promise<Workbench> {
    return new Workbench(this.folder, this.#server, this.#browser, await openPage(this.#browser, this.#server, this.folder));
  }

  /** Opens a file of the folder, at a line if given, and waits until its text is shown. */
  async open(file: string, line?: number): Promise<void> {
    const tab = this.page.locator(`.tab.active[data-resource-name="${path.basename(file)}"]`);
    for (let left = OPEN_TRIES; ; left -= 1) {
      await this.page.keyboard.press('Control+p');
      const input = this.page.locator('.quick-input-widget input');
      await input.fill(line === undefined ? file : `${file}:${line}`);
      // By its own row: the list keeps the recent files on top while it is filtered, and may be sorted anew under the click.
      await this.#row(path.basename(file)).first().click();
      const [opened] = await Promise.allSettled([tab.waitFor(left > 1 ? { timeout: OPEN_MS } : {})]);
      if (opened.status === 'fulfilled') break;
      if (left === 1) throw opened.reason;
    }
    await this.page.locator('.editor-instance .monaco-editor .view-line').first().waitFor();
  }

  /** The texts of the CodeLenses in view, from top to bottom, once `accept` takes them. */
  async lenses(accept: (texts: string[]) => boolean = (texts) => texts.length > 0): Promise<string[]> {
    return await until(() => this.page.evaluate<string[]>(LENS_TEXTS), { what: 'CodeLenses', accept });
  }

  async clickLens(text: string): Promise<void> {
    await this.page.locator('.codelens-decoration a', { hasText: text }).first().click();
  }

  /** Points at the first place in view where the editor shows `text`; gives what the hover says once it names `wanted`. */
  async hover(text: string, wanted = ''): Promise<string> {
    const shown = this.page.locator('.monaco-hover:not(.hidden)', { has: this.page.locator('.hover-row') });
    const hover = shown.filter({ hasText: wanted }).first();
    // Pointed at again while nothing comes: what loads meanwhile moves the lines and hides hovers.
    const read = async () => {
      await this.page.keyboard.press('Escape');
      await this.page.mouse.move(0, 0);
      const place = await until(() => this.#placeOf(text), { what: `"${text}" in the editor` });
      await this.page.mouse.move(place?.x ?? 0, place?.y ?? 0, { steps: 3 });
      return await hover.innerText({ timeout: 3000 }).catch(() => undefined);
    };
    return (await until(read, { what: `a hover over "${text}"` })) ?? '';
  }

  /** The commands that the palette lists for a filter, once `accept` takes them. */
  async commands(
    filter: string,
    accept: (labels: string[]) => boolean = (labels) => labels.some((label) => label.includes(filter)),
  ): Promise<string[]> {
    return await until(() => this.#listCommands(filter), { what: `"${filter}" in the palette`, accept });
  }

  /** Runs a command by its whole title, such as "Kling Cost: Show Details of the Request". */
  async runCommand(title: string): Promise<void> {
    await this.commands(title);
    await this.#openPalette(title);
    const row = this.page.locator(
      `.quick-input-list .monaco-list-row:is([aria-label="${title}"], [aria-label^="${title}, "])`,
    );
    await row.first().click();
    // A command that asks something shows its own box at once.
    const input = this.page.locator('.quick-input-widget input');
    const isClosed = async () => !(await input.isVisible()) || !(await input.inputValue().catch(() => '')).startsWith('>');
    await until(isClosed, { what: 'the palette to close' });
  }

  /** Reloads the window as a user does: its extensions are ended, and started anew. */
  async reload(): Promise<void> {
    await this.#openPalette('Developer: Reload Window');
    await Promise.all([this.page.waitForEvent('load'), this.#row('Developer: Reload Window').first().click()]);
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  }

  /** Sets user settings as a user does, in settings.json; the web's VS Code stops watching that file after a while. */
  async writeSetting(settings: Record<string, unknown>): Promise<void> {
    const read = () => fs.readFileSync(this.#server.settingsFile, 'utf8');
    const wanted = JSON.stringify({ ...(JSON.parse(read()) as object), ...settings });
    await this.runCommand('Preferences: Open User Settings (JSON)');
    const tab = this.page.locator('.tab.active[data-resource-name="settings.json"]');
    await tab.waitFor();
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await this.page.keyboard.press('Control+a');
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(wanted)})`);
    await this.page.keyboard.press('Control+v');
    await this.page.keyboard.press('Control+s');
    await until(read, { what: 'the settings to be saved', accept: (text) => text === wanted });
    await this.runCommand('View: Close Editor');
    await tab.waitFor({ state: 'detached' });
  }

  /** The texts of our status bar items, once there is one that `accept` takes. */
  async statusBar(accept: (texts: string[]) => boolean = (texts) => texts.length > 0): Promise<string[]> {
    const items = this.page.locator('.part.statusbar .statusbar-item[id^="kling-cost-lens."]');
    return await until(() => items.allInnerTexts(), { what: 'a status bar item', accept });
  }

  async clickStatusBar(text: string): Promise<void> {
    await this.page.locator('.part.statusbar .statusbar-item[id^="kling-cost-lens."] a', { hasText: text }).click();
  }

  /** Opens our sidebar as a user does, in the activity bar. */
  async openSidebar(): Promise<void> {
    const item = this.page.locator('.activitybar .action-item', { has: this.page.locator('a[aria-label^="Kling Cost"]') });
    // Another click would close it.
    if (!(await item.and(this.page.locator('.checked')).isVisible())) await item.click();
    // Away from the item, whose name would hide a part of the page.
    await this.page.mouse.move(800, 10);
    await this.sidebar.locator('h1').waitFor({ state: 'attached' });
  }

  /** The page in our sidebar. */
  get sidebar(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Makes the side bar so wide, in pixels, by dragging its border. */
  async resizeSideBar(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (!box) throw new Error('The side bar is hidden.');
    await this.page.mouse.move(box.x + box.width, 400);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, 400, { steps: 4 });
    await this.page.mouse.up();
  }

  /** The texts of the toasts, once `accept` takes them; of other windows too where `read` gives them. */
  async toasts(accept: (texts: string[]) => boolean = () => true, read = () => this.toastTexts()): Promise<string[]> {
    return await until(read, { what: 'a toast', accept: (texts) => texts.length > 0 && accept(texts) });
  }

  /** The texts of the toasts as they are. */
  async toastTexts(): Promise<string[]> {
    return await this.page.locator('.notification-toast').allInnerTexts();
  }

  /** Writes into the box that asks for a text, and presses Enter; with `refusal`, waits for that message instead. */
  async answer(text: string, refusal?: RegExp): Promise<void> {
    const input = this.page.locator('.quick-input-widget:not([style*="display: none"]) input');
    await input.fill(text);
    if (refusal) {
      await this.page.locator('.quick-input-widget .quick-input-message', { hasText: refusal }).waitFor();
      return;
    }
    const title = await this.page.locator('.quick-input-title').innerText();
    await this.page.keyboard.press('Enter');
    // The next question, or none.
    await until(async () => (await this.#quickInputTitle()) !== title, { what: `an end of the question "${title}"` });
  }

  /** Chooses the first row of a list that contains the text. */
  async choose(text: string): Promise<void> {
    const row = this.#row(text).first();
    await row.waitFor();
    const title = await this.#quickInputTitle();
    await row.click();
    await until(async () => (await this.#quickInputTitle()) !== title, { what: `an end of the question "${String(title)}"` });
  }

  /** Chooses an item of the context menu that is open; a menu that has only just come takes no click yet. */
  async chooseInMenu(text: string): Promise<void> {
    const item = this.page.locator('.monaco-menu .action-label', { hasText: text });
    await item.waitFor();
    const choose = async () => {
      if (await item.isVisible()) await item.click({ timeout: 1000 }).catch(() => undefined);
      return !(await item.isVisible());
    };
    await until(choose, { what: `"${text}" to be chosen` });
  }

  async #quickInputTitle(): Promise<string | undefined> {
    const widget = this.page.locator('.quick-input-widget');
    return (await widget.isVisible()) ? await widget.locator('.quick-input-title').innerText() : undefined;
  }

  /** Keeps what is to be seen in out/screenshots. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join('out/screenshots', `${name}.png`), animations: 'disabled' });
  }

  /** Ends it all; fails when our extension made an error or something outside this machine was asked for. */
  async close(): Promise<void> {
    const problems = [...this.#watch.problems, ...problemsOfExtension(this.#server.userFolder)];
    await this.#browser.close();
    await this.#server.stop();
    if (problems.length > 0) throw new Error(`The workbench saw problems:\n${problems.join('\n')}`);
  }

  async #listCommands(filter: string): Promise<string[]> {
    await this.#openPalette(filter);
    await this.#row('').first().waitFor();
    const labels = await this.page.evaluate<string[]>(PALETTE_LABELS);
    await this.page.keyboard.press('Escape');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    return labels;
  }

  async #openPalette(text: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input').fill(`>${text}`);
  }

  async #placeOf(text: string): Promise<{ x: number; y: number } | null> {
    return await this.page.evaluate(`${FIND_TEXT}(${JSON.stringify(text)})`);
  }

  #row(text: string) {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text });
  }
}

interface WatchedPage {
  readonly page: Page;
  readonly watch: PageWatch;
}

async function openPage(browser: Browser, server: Server, folder: string): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'] });
  page.setDefaultTimeout(20_000);
  const watch = watchPage(page);
  await page.goto(server.page(folder));
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  return { page, watch };
}
