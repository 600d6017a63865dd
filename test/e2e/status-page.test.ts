import { accessSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type HttpProgram, poll, runSync, startServer } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

/** Where Debian's package installs it. */
const CHROMIUM = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';
const STATUS = '[aria-label=Status] strong';

/** Reloads the page until it shows this status: the server reads the index at most every two seconds. */
async function openUntil(page: Page, status: string): Promise<void> {
  await poll(
    async () => {
      await page.reload();
      return await page.textContent(STATUS);
    },
    (shown) => shown === status,
  );
}

const describeInBrowser = browserInstalled() ? describe : describe.skip;

describeInBrowser('the status page in a browser', () => {
  const resources = new AsyncDisposableStack();
  let browser: Browser;
  let server: HttpProgram;
  let settings: Record<string, string>;

  beforeAll(async () => {
    const folder = await createTemporaryFolder('status-page');
    resources.defer(() => removeFolder(folder));
    await writeFile(
      join(folder, 'graph.md'),
      '---\ntitle: Graphs\n---\n\nA graph is made of nodes.\n\n## Interrupt and resume\n\nCall `compose.Interrupt` to pause a graph, <b>then</b> resume it.\n',
    );
    await mkdir(join(folder, 'a&b'));
    await writeFile(
      join(folder, 'a&b', 'what #1 is?.md'),
      `---\ntitle: Checkpoints\n---\n\nA checkpoint store, line by line:\n\n${'```'}go\n${'store.Get()\n'.repeat(40)}${'```'}\n`,
    );
    settings = {
      DOCS_SOURCE: `dir:${folder}`,
      INDEX_PATH: join(folder, 'data', 'index.db'),
    };
    server = resources.use(await startServer(settings));
    browser = await openBrowser();
    resources.defer(() => browser.close());
  });

  afterAll(() => resources.disposeAsync());

  /** Opens the page, runs the steps, and fails on any console message or error in the browser. */
  async function visit(options: BrowserContextOptions, steps: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.url);
    await steps(page);
    await context.close();
    expect(complaints).toEqual([]);
  }

  test('the status page shows an empty index as empty, and as fresh after the first publish', async () => {
    await visit({}, async (page) => expect(await page.textContent(STATUS)).toBe('Empty'));
    await runSync(settings);
    await visit({}, (page) => openUntil(page, 'Fresh'));
  });

  test('the status page shows data that is too old as stale, with the reason', async () => {
    await using strict = await startServer({ ...settings, FRESHNESS_MAX_AGE: '0s' });
    await visit({}, async (page) => {
      await page.goto(strict.url);
      await openUntil(page, 'Stale');
      expect(await page.textContent('[aria-label=Status] p')).toMatch(/worker has not run/);
    });
  });

  test('typing a query shows the results that agents get', async () => {
    await visit({}, async (page) => {
      await page.fill('#query', 'interrupt and resume');
      await page.waitForSelector('.document');
      expect(await page.textContent('.document h3')).toBe('Graphs');
      expect(await page.textContent('.section pre')).toContain('compose.Interrupt');
      expect(await page.textContent('#summary')).toMatch(/1 document, lexical search, \d+ ms/);
    });
  });

  test('a result of docs without a site links to its Markdown on this server', async () => {
    await visit({}, async (page) => {
      await page.fill('#query', 'checkpoint store');
      await page.click('.document h3 a:has-text("Checkpoints")');
      expect(page.url()).toBe(`${server.url}/docs/a%26b/what%20%231%20is%3F.md`);
      expect(await page.textContent('body')).toContain('A checkpoint store, line by line');
    });
  });

  test('a result of docs without a site is not a link if the server requires a token, which a link cannot send', async () => {
    await using closed = await startServer({ ...settings, MCP_AUTH_TOKEN: 'let-me-in-0123456789' });
    await visit({}, async (page) => {
      await page.goto(closed.url);
      await page.fill('#token', 'let-me-in-0123456789');
      await page.fill('#query', 'checkpoint store');
      await page.waitForSelector('.document');
      expect(await page.textContent('.document h3')).toBe('Checkpoints');
      expect(await page.$('.document a')).toBeNull();
    });
  });

  test('a result that may not answer the query is marked weak', async () => {
    await visit({}, async (page) => {
      await page.fill('#query', 'zebra herds that graze the Serengeti plain in a graph');
      await page.waitForSelector('.document');
      expect(await page.textContent('.document .score')).toMatch(/^score \d\.\d\d, weak$/);
      expect(await page.textContent('.section .score')).toMatch(/^\d\.\d\d, weak$/);
    });
  });

  test('the live search says when the server does not respond', async () => {
    await visit({}, async (page) => {
      await page.evaluate("window.fetch = () => Promise.reject(new TypeError('Failed to fetch'))");
      await page.fill('#query', 'graph');
      await page.waitForSelector('#summary:text-is("The server does not respond.")');
    });
  });

  test('a snippet is a stop of the Tab key only if it scrolls', async () => {
    await visit({}, async (page) => {
      await page.fill('#query', 'checkpoint store graph nodes');
      await page.waitForSelector('.document');
      const stops = await page.$$eval('.section pre', (snippets) =>
        snippets.map((snippet) => [snippet.scrollHeight > snippet.clientHeight, snippet.tabIndex === 0]),
      );
      expect(stops).toContainEqual([true, true]);
      expect(stops).toContainEqual([false, false]);
      expect(stops.every(([scrollable, stop]) => scrollable === stop)).toBe(true);
    });
  });

  test('a command is copied with the address at which the page was opened', async () => {
    await visit({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.click('text=Copy >> nth=0');
      await page.waitForSelector('button:has-text("Copied")');
      expect(await page.getAttribute('button:has-text("Copied")', 'aria-label')).toBe('Copied: Claude Code');
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
        `claude mcp add --transport http eino-docs ${server.url}/mcp`,
      );
    });
  });

  test('the colours of the page follow the dark or light mode of the system', async () => {
    const background = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await visit({ colorScheme: 'light' }, async (page) =>
      expect(await background(page)).toBe('rgb(255, 255, 255)'),
    );
    await visit({ colorScheme: 'dark' }, async (page) =>
      expect(await background(page)).toBe('rgb(18, 23, 30)'),
    );
  });

  test('the status page does not scroll sideways on a phone', async () => {
    await visit({ viewport: { width: 360, height: 740 } }, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    });
  });

  test('the status and the connection instructions are shown without JavaScript', async () => {
    await visit({ javaScriptEnabled: false }, async (page) => {
      expect(await page.isVisible('[aria-label=Status]')).toBe(true);
      expect(await page.isVisible('text=claude mcp add')).toBe(true);
      expect(await page.isVisible('#search')).toBe(false);
    });
  });

  test('the live search works with the keyboard alone', async () => {
    await visit({}, async (page) => {
      for (let presses = 0; presses < 10; presses++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate("document.activeElement?.id === 'query'")) break;
      }
      await page.keyboard.type('graph nodes');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.document');
    });
  });
});

/** Whether Chromium is installed. Prints a notice if it is not. */
function browserInstalled(): boolean {
  try {
    accessSync(CHROMIUM);
    return true;
  } catch {
    process.stderr.write(
      `\nSKIPPED: the tests of the status page in a browser. There is no Chromium at ${CHROMIUM}; set CHROMIUM_BIN.\n`,
    );
    return false;
  }
}

/** Starts a headless Chromium that makes no network requests of its own. */
function openBrowser(): Promise<Browser> {
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
