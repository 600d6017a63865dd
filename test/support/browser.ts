import { accessSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian's package puts it; another place by CHROMIUM_BIN. */
const executablePath = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';

/** Whether a browser is installed here; says loudly when it is not. */
export function browserInstalled(): boolean {
  try {
    accessSync(executablePath);
    return true;
  } catch {
    process.stderr.write(
      `\nSKIPPED: no Chromium at ${executablePath}; the status page was not tried in a browser. Set CHROMIUM_BIN.\n`,
    );
    return false;
  }
}

/** A headless Chromium that asks nothing of the network. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
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
