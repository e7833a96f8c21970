import fs from 'node:fs';
import process from 'node:process';
import { chromium } from 'playwright-core';
import { ensurePackages } from './systemPackages.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const findBrowser = () =>
  [process.env.CHROMIUM_PATH, ...PLACES].find((place) => place !== undefined && place !== '' && fs.existsSync(place));

/** Where the browser is; installs Debian's when there is none. */
export async function ensureBrowser() {
  if (!findBrowser()) await ensurePackages(['chromium'], 'the browser that shows VS Code');
  const found = findBrowser();
  if (!found) throw new Error('No Chromium found. Install it, or say where it is in CHROMIUM_PATH.');
  return found;
}

/** Starts a browser without a window that reaches this machine only. */
export async function launchBrowser() {
  return await chromium.launch({
    executablePath: await ensureBrowser(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}
