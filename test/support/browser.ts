import { accessSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian's package installs it. */
const CHROMIUM = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';

/** Whether Chromium is installed. Prints a notice if it is not. */
export function browserInstalled(): boolean {
  try {
    accessSync(CHROMIUM);
    return true;
  } catch {
    process.stderr.write(
      `\nSKIPPED: the tests of the page in a browser. There is no Chromium at ${CHROMIUM}; set CHROMIUM_BIN.\n`,
    );
    return false;
  }
}

/** Starts a headless Chromium that makes no network requests of its own. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
