import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { browserInstalled, openBrowser } from '../support/browser.ts';
import { HOSTILE_DOCUMENTS } from '../support/hostile-documents.ts';
import { type HttpProgram, poll, runSync, startServer } from '../support/programs.ts';
import { runApp } from '../support/running-app.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const MINUTE = 60_000;

const GO = 'g := compose.NewGraph()\n// pause the graph\ncompose.Interrupt(ctx)\n';
const DOCS: Readonly<Record<string, string>> = {
  'docs/graph.md': [
    '---\ntitle: Graphs\n---\n\n# Graphs\n\nA graph is made of nodes. See [stores](store.md).',
    `## Interrupt and resume\n\nCall \`compose.Interrupt\` to pause a graph, <b>then</b> resume it.\n\n\`\`\`go\n${GO}\`\`\``,
    `## Limits\n\n${'A graph that is interrupted keeps its nodes and their state. '.repeat(60)}`,
    `## Last words\n\n${'Resume with the same checkpoint. '.repeat(40)}\n`,
  ].join('\n\n'),
  'docs/store.md': `---\ntitle: Checkpoints\n---\n\nA checkpoint store for a graph:\n\n\`\`\`go\nstore.Get(ctx, "a key", ${'"and more"'.repeat(20)})\n\`\`\`\n`,
  'docs/drafts.md': '---\ntitle: [broken\n---\n\nText.\n',
  'zh/graph.md': '---\ntitle: 图\n---\n\n图由节点组成。中断之后可以恢复。\n',
};

const describeInBrowser = browserInstalled() ? describe : describe.skip;

describeInBrowser('the page in a browser', () => {
  const resources = new AsyncDisposableStack();
  let browser: Browser;
  let server: HttpProgram;
  let reader: SqliteReader;

  beforeAll(async () => {
    const folder = await createTemporaryFolder('page');
    resources.defer(() => removeFolder(folder));
    const hostile = Object.entries(HOSTILE_DOCUMENTS).map(
      ([path, text]) => [`hostile/${path}`, text] as const,
    );
    for (const [path, text] of [...Object.entries(DOCS), ...hostile]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const root = (path: string, fields: string) => `    - { path: ${path}, pages: plain, ${fields} }`;
    await writeFile(
      join(folder, 'sources.yaml'),
      [
        `- from: dir:${folder}\n  roots:`,
        root('docs', "at: ''"),
        root('zh', 'at: zh, language: zh'),
        `- from: dir:${join(folder, 'hostile')}\n  roots:`,
        root('.', "at: hostile, include: ['**/*.{md,go}']"),
      ].join('\n'),
    );
    const settings = {
      SOURCES: join(folder, 'sources.yaml'),
      INDEX_PATH: join(folder, 'data', 'index.db'),
      // The nearest of a few documents by their vectors would be all of them.
      EMBEDDINGS: 'off',
    };
    server = resources.use(await startServer(settings));
    browser = await openBrowser();
    resources.defer(() => browser.close());
    // The page of an empty index fills itself once a sync has published.
    await visit({}, async (page) => {
      await page.clock.install();
      await page.goto(server.url);
      expect(await page.textContent('.state strong')).toBe('Empty');
      expect(await page.textContent('.state .copyable')).toContain('npm run worker -- sync');
      await audit(page);
      await runSync(settings);
      await until(page, "document.querySelector('.state strong').textContent === 'Fresh'", MINUTE);
      expect(await page.isVisible('select[name=source]')).toBe(true);
    });
    reader = new SqliteReader(settings.INDEX_PATH);
    resources.defer(() => reader.close());
  });

  afterAll(() => resources.disposeAsync());

  /** Opens a page, runs the steps, and fails on any error in the browser or message on its console but of the network. */
  async function visit(options: BrowserContextOptions, steps: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(5 * MINUTE);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => complaints.push('a dialog')));
    await page.goto(server.url);
    await steps(page);
    await context.close();
    expect(complaints).toEqual([]);
  }

  const titles = (page: Page) => page.locator('.result h2').allTextContents();
  /** Waits for the answer to a query, not to the part of it that was typed when the typing paused. */
  const answered = async (page: Page, query: string) => {
    await page.waitForURL((url) => url.searchParams.get('q') === query);
    await page.waitForSelector('.found:not([aria-busy]) .summary');
  };
  const type = async (page: Page, query: string) => {
    await page.fill('[name=q]', query);
    await answered(page, query);
  };

  test('typing a query shows the documents, one passage of each open, rendered, coloured, with its words marked', async () => {
    await visit({}, async (page) => {
      await page.locator('[name=q]').pressSequentially('interrupt a graph', { delay: 5 });
      await answered(page, 'interrupt a graph');
      expect((await titles(page))[0]).toBe('Graphs');
      const [first] = await page.locator('.result').all();
      expect(await first?.locator('.passage[open]').count()).toBe(1);
      expect(await first?.locator('.passage:not([open])').count()).toBeGreaterThan(0);
      const marked = await first?.locator('mark').allTextContents();
      expect(marked).toEqual(expect.arrayContaining(['Interrupt', 'graph']));
      expect(await first?.locator('pre .comment, code .comment').allTextContents()).toContain(
        '// pause the graph',
      );
      expect(await page.textContent('.summary')).toMatch(/^\d+ documents?, lexical search\./);
      await audit(page);
      await type(page, 'wombats');
      expect(await page.textContent('.summary')).toMatch(/^0 documents, .*Nothing .* matches this query/);
      await audit(page);
    });
  });

  test('a query that is still being typed is not sent, and an answer that is no longer wanted is not shown', async () => {
    await visit({}, async (page) => {
      const asked: string[] = [];
      const held: (() => Promise<void>)[] = [];
      await page.route('**/search?*', async (route) => {
        asked.push(new URL(route.request().url()).searchParams.get('q') ?? '');
        if (asked.length > 1) return route.continue();
        held.push(() => route.continue().catch(() => {}));
      });
      await page.fill('[name=q]', 'g');
      await page.fill('[name=q]', 'checkpoint');
      await page.waitForURL(/q=checkpoint/);
      await page.fill('[name=q]', 'graph nodes');
      await page.waitForSelector('.result');
      for (const answer of held) await answer();
      expect(asked).toEqual(['checkpoint', 'graph nodes']);
      expect((await titles(page))[0]).toBe('Graphs');
      expect(await page.inputValue('[name=q]')).toBe('graph nodes');
    });
  });

  test('the keyboard alone searches, goes through the results, opens one and comes back to it', async () => {
    await visit({}, async (page) => {
      const focused = () =>
        page.evaluate('document.activeElement?.textContent || document.activeElement?.name');
      await page.keyboard.press('/');
      expect(await focused()).toBe('q');
      await page.keyboard.type('graph checkpoint');
      await answered(page, 'graph checkpoint');
      const [first, second] = await titles(page);
      for (const [key, reached] of [
        ['ArrowDown', first],
        ['ArrowDown', second],
        ['ArrowUp', first],
        ['ArrowUp', 'q'],
        ['ArrowDown', first],
        ['Escape', 'q'],
      ] as const) {
        await page.keyboard.press(key);
        expect(await focused()).toBe(reached);
      }
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/docs\//);
      await page.goBack();
      expect(await titles(page)).toContain(first);
      await page.focus('[name=q]');
      await page.keyboard.press('Escape');
      expect(await page.inputValue('[name=q]')).toBe('');
      expect(await page.locator('.result').count()).toBe(0);
      await page.keyboard.press('Escape');
      expect(await page.evaluate('document.activeElement === document.body')).toBe(true);
    });
  });

  test('a query and its filters are in the address, which can be shared, and Back and Forward restore them', async () => {
    await visit({}, async (page) => {
      await type(page, 'graph');
      expect((await titles(page))[0]).toBe('Graphs');
      await page.selectOption('[name=language]', 'zh');
      await page.waitForURL(/q=graph&language=zh/);
      await type(page, '中断');
      await page.waitForSelector('.result mark:text-is("中断")');
      expect(await titles(page)).toEqual(['图']);
      await page.goBack();
      await page.goBack();
      await page.waitForSelector('.result h2:has-text("Graphs")');
      expect(await page.inputValue('[name=q]')).toBe('graph');
      expect(await page.inputValue('[name=language]')).toBe('');
      await page.goForward();
      await page.waitForURL(/language=zh/);
      expect(await page.inputValue('[name=language]')).toBe('zh');
      const [, second = ''] = await page
        .locator('[name=source] option')
        .evaluateAll((options) => options.map((option) => option.getAttribute('value') ?? ''));
      await page.goto(`${server.url}/?${new URLSearchParams({ q: 'armadillo graph', source: 'hostile' })}`);
      expect(await page.locator('.result .path').allTextContents()).toEqual(
        expect.arrayContaining([expect.stringMatching(/^hostile\//)]),
      );
      await page.selectOption('[name=source]', second);
      await page.waitForSelector('.result h2:has-text("Graphs")');
      const paths = await page.locator('.result .path').allTextContents();
      expect(paths.filter((path) => path.startsWith('hostile/'))).toEqual([]);
    });
  });

  test('a document shows its text, its outline and its source, and links lead to other documents', async () => {
    await visit({}, async (page) => {
      await page.goto(`${server.url}/docs/graph.md`);
      expect(await page.textContent('h1')).toBe('Graphs');
      expect(await page.locator('h1, h2').allTextContents()).toEqual([
        'Graphs',
        'Interrupt and resume',
        'Limits',
        'Last words',
      ]);
      expect(await page.textContent('.prose .keyword, .prose .call')).toBe('NewGraph');
      await audit(page);
      await page.click('.outline a:text-is("Limits")');
      expect(await page.evaluate("document.querySelector(':target')?.textContent")).toBe('Limits');
      await page.click('.prose a:text-is("stores")');
      expect(page.url()).toBe(`${server.url}/docs/store.md`);
      const stops = await page.$$eval('.prose pre', (blocks) =>
        blocks.map((block) => [block.scrollWidth > block.clientWidth, block.tabIndex === 0]),
      );
      expect(stops).toEqual([[true, true]]);
      await page.click('text=Markdown');
      expect(await page.textContent('body')).toBe(DOCS['docs/store.md']);
    });
    await visit({}, async (page) => {
      await page.route(`${server.url}/docs/graf.md`, (route) => route.continue());
      const missing = await page.context().request.get(`${server.url}/docs/graf.md`, {
        headers: { accept: 'text/html' },
      });
      expect(missing.status()).toBe(404);
      expect(await missing.text()).toContain('<a href="../docs/graph.md">graph.md</a>');
    });
  });

  test('nothing that a hostile document contains is executed or becomes markup, in results and as a page', async () => {
    await visit({}, async (page) => {
      const isHarmless = async () => {
        expect(await page.evaluate('typeof hacked')).toBe('undefined');
        const found = await page.$$eval('.prose *, h1, h2, title', (elements) =>
          elements.map((element) => [
            element.tagName.toLowerCase(),
            element
              .getAttributeNames()
              .filter((name: string) => !/^(id|class|start|href|tabindex|open)$/.test(name)),
            (element.getAttribute('href') ?? '').replace(/^(https?:\/\/|#|\.\.?\/|docs\/).*$/s, ''),
          ]),
        );
        const tags = found.map(([tag]) => tag);
        expect(
          tags.filter((tag) =>
            /^(script|img|svg|iframe|style|meta|base|form|button|input)$/.test(String(tag)),
          ),
        ).toEqual([]);
        expect(found.filter(([, attributes, link]) => attributes?.length || link)).toEqual([]);
      };
      await type(page, 'armadillo script');
      expect(await page.locator('.result').count()).toBe(2);
      for (const summary of await page.locator('.passage:not([open]) > summary').all()) await summary.click();
      await isHarmless();
      await page.click('.hit:has-text("onerror")');
      await page.waitForURL(/docs\/hostile/);
      expect(await page.locator('.prose h2').count()).toBeGreaterThan(15);
      await isHarmless();
      await page.fill('[name=q]', 'graph');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\?q=graph/);
      await page.goto(`${server.url}/docs/hostile/evil.go`);
      expect(await page.textContent('.prose')).toContain('<script>hacked=1</script>');
      await isHarmless();
      await page.goto(
        `${server.url}/?q=${encodeURIComponent('"><script>hacked=1</script>')}&source=%22%3E%3Cb%3E`,
      );
      await isHarmless();
    });
  });

  test('the age of the data ticks, and a server that does not respond is said and noticed again', async () => {
    await visit({}, async (page) => {
      await page.clock.install();
      await page.goto(server.url);
      await page.context().setOffline(true);
      await page.clock.runFor(3 * MINUTE);
      await page.waitForSelector('.state.offline');
      const shown = () => page.textContent('.state > summary .away');
      expect(await shown()).toMatch(/^The server does not respond/);
      expect(await page.textContent('.state summary time')).toMatch(/^[3-9] minutes ago$/);
      await page.fill('[name=q]', 'graph');
      await until(
        page,
        "document.querySelector('.summary')?.textContent === 'The server does not respond.'",
        1_000,
      );
      await page.context().setOffline(false);
      await until(page, "document.querySelector('.state.offline') === null", 10_000);
      expect(await shown()).toBe('');
      expect(await page.isVisible('.state strong')).toBe(true);
    });
  });

  test('without JavaScript the page answers a query, and documents and recipes can be read', async () => {
    await visit({ javaScriptEnabled: false }, async (page) => {
      await page.fill('[name=q]', 'interrupt a graph');
      await page.click('button:text-is("Search")');
      expect((await titles(page))[0]).toBe('Graphs');
      await page.click('label:text-is("Codex")');
      expect(await page.isVisible('text=[mcp_servers.eino-docs]')).toBe(true);
      expect(await page.isVisible('text=claude mcp add')).toBe(false);
      await page.click('.hit >> nth=0');
      expect(await page.textContent('.prose')).toContain('pause a graph, then resume it');
    });
  });

  test('a command is copied with the address at which the page was opened, and clients have buttons', async () => {
    await visit({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.click('.copyable:visible button');
      await page.waitForSelector('button:has-text("Copied")');
      expect(await page.getAttribute('button:has-text("Copied")', 'aria-label')).toBe('Copied: Claude Code');
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
        `claude mcp add --transport http eino-docs ${server.url}/mcp`,
      );
      await page.focus('[name=client]:checked');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      expect(await page.getAttribute('.install:visible', 'href')).toMatch(/^cursor:\/\/anysphere/);
      await audit(page);
    });
  });

  test('the page of stale data is open at what to do, unless it has results, and fits a phone with every part', async () => {
    await using stale = await runApp({
      reader,
      env: { FRESHNESS_MAX_AGE: '0s' },
      clock: () => Date.now() + MINUTE,
    });
    await visit({ viewport: { width: 360, height: 740 } }, async (page) => {
      const width = () => page.evaluate('document.documentElement.scrollWidth');
      await page.goto(stale.url);
      expect(await page.isVisible('.state >> text=npm run worker -- sync')).toBe(true);
      await page.goto(`${stale.url}/?q=graph`);
      expect(await page.textContent('.state strong')).toBe('Stale');
      expect(await page.isVisible('.state >> text=npm run worker -- sync')).toBe(false);
      await page.click('.state > summary');
      await page.click('text=1 skipped file');
      expect(await page.textContent('.skipped li')).toMatch(/^drafts\.md front matter is not valid YAML/);
      expect(await width()).toBeLessThanOrEqual(360);
      await audit(page);
      await page.goto(`${stale.url}/docs/store.md`);
      expect(await width()).toBeLessThanOrEqual(360);
    });
  });

  test('a server with a token answers the search of the page with it, and links no document, which a link cannot open', async () => {
    const token = 'let-me-in-0123456789';
    await using closed = await runApp({ reader, env: { MCP_AUTH_TOKEN: token } });
    await visit({}, async (page) => {
      await page.goto(closed.url);
      await page.fill('.token', token);
      await page.fill('[name=q]', 'checkpoint store');
      await page.waitForSelector('.result');
      expect(await page.textContent('.result h2')).toBe('Checkpoints');
      expect(await page.$('.result h2 a')).toBeNull();
      expect(page.url()).not.toContain(token);
      await page.focus('[name=q]');
      await page.keyboard.press('ArrowDown');
      expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
    });
  });
});

/** Lets the time of a page run, so many milliseconds at once, until an expression is true there. */
async function until(page: Page, expression: string, ms: number): Promise<void> {
  const read = async () => {
    await page.clock.runFor(ms);
    return page.evaluate(expression);
  };
  await poll(read, (value) => value === true);
}

/** Fails if axe finds anything on the page, in light or in dark. */
async function audit(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const rules = colorScheme === 'light' ? {} : { runOnly: ['color-contrast'] };
    const violations = await page.evaluate(
      `axe.run(document, ${JSON.stringify(rules)}).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' ')))`,
    );
    expect(violations).toEqual([]);
  }
}
