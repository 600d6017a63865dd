import { describe, expect, test } from '@jest/globals';
import { sourceStatus } from '../../../test/support/source-builder.ts';
import { THREE_SOURCES, THREE_SOURCES_TERMS } from '../../../test/support/three-sources.ts';
import type { PublishedSource, PublishRecord } from '../../shared/domain/history.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { dataFreshness } from '../answer/source-freshness.ts';
import { type HomeView, renderHome } from './home-page.ts';

const NOW = Date.parse('2026-01-10T12:00:00.000Z');
const HOSTILE = '<script>alert("x")</script>';

const source = sourceStatus({
  from: 'github:cloudwego/cloudwego.github.io',
  commit: {
    sha: '925e265aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    date: '2026-01-09T00:00:00.000Z',
    subject: HOSTILE,
  },
  checkedAt: '2026-01-10T11:20:00.000Z',
});

const status: IndexStatus = {
  ...EMPTY_STATUS,
  sequence: 4,
  sources: [source],
  syncedAt: '2026-01-07T12:00:00.000Z',
  documents: 98,
  chunks: 1234,
};

/** @param source what the source brought with the publish */
const publish = (source: Partial<PublishedSource>): PublishRecord => ({
  sequence: 2,
  publishedAt: '2026-01-10T00:00:00.000Z',
  sources: [
    {
      from: 'github:cloudwego/cloudwego.github.io',
      ref: 'main',
      commit: { sha: 'a'.repeat(40), date: '2026-01-09T00:00:00.000Z', subject: HOSTILE },
      commits: [],
      documents: [],
      ...source,
    },
  ],
});

const indexAt = (of: IndexStatus) => ({
  status: of,
  freshness: dataFreshness(of, { now: NOW, maxAgeSeconds: 3_600 }),
});

const view = (over: Partial<HomeView> = {}): HomeView => ({
  version: '1.2.3',
  baseUrl: 'http://localhost:3000',
  now: NOW,
  index: indexAt(status),
  search: { mode: 'lexical', reason: 'no_embedder' },
  query: { text: '' },
  results: null,
  syncing: null,
  changes: [],
  tokenRequired: false,
  keepsQueries: false,
  ...over,
});

/** The part of a page with the state of the data. */
const statusOf = (page: string) => page.slice(page.indexOf('<details class="state'), page.indexOf('<main'));

describe('the first page', () => {
  test('the page shows freshness, a link to the commit and how long ago it was checked', () => {
    const page = renderHome(view());
    expect(page).toContain('<strong>Fresh</strong>');
    expect(page).toContain('https://github.com/cloudwego/cloudwego.github.io/commit/925e265');
    expect(page).toContain('40 minutes ago');
    expect(page).toContain('3 days ago');
    expect(page).toContain('lexical (no embedder)');
  });

  const several = (over: Partial<IndexStatus> = {}) => {
    const of = { ...THREE_SOURCES, ...over };
    return view({ index: { status: of, freshness: dataFreshness(of, THREE_SOURCES_TERMS) } });
  };

  test('the page shows each of several sources: its state, commit, last check, commits behind and error', () => {
    const page = renderHome(several());
    expect(page).toContain('The worker cannot reach cloudwego/eino-ext.');
    const items = [...page.matchAll(/<li class="(?:fresh|stale)">.*?<\/li>/gs)].map(([item]) => item);
    expect(items).toHaveLength(3);
    expect(items[0]).toMatch(/Fresh.*commit\/1111111.*10 minutes ago/s);
    expect(items[1]).toMatch(/Stale.*commit\/2222222.*5 hours ago/s);
    expect(items[1]).toContain('<code>GITHUB_RATE_LIMITED</code>: Set GITHUB_TOKEN.');
    expect(items[2]).toMatch(/Stale.*3333333.*, 1 commit behind/s);
    expect(statusOf(page)).not.toMatch(/home|internal/);
  });

  test('the page says which of several sources was never indexed', () => {
    const added = sourceStatus({ from: 'github:o/new', commit: null, checkedAt: null }, 'new');
    const page = renderHome(several({ sources: [...THREE_SOURCES.sources, added] }));
    expect(page).toMatch(/o\/new.*Not indexed yet.*Never checked/s);
  });

  test('the page names the source of every change where there are several sources', () => {
    const from = 'github:cloudwego/eino-ext';
    const changes = [publish({ from, documents: [{ path: 'eino-ext/a.md', change: 'added' }] })];
    const shown = (page: string) => page.slice(page.indexOf('Recent changes'));
    expect(shown(renderHome({ ...several(), changes }))).toContain('cloudwego/eino-ext, <a href=');
    expect(shown(renderHome(view({ changes })))).not.toContain('cloudwego/eino-ext, ');
  });

  test('the page names the version of a source that follows releases, and of its changes', () => {
    const released = { ...source, version: 'v1.2.3' };
    const changes = [publish({ version: 'v1.2.2', documents: [{ path: 'a.go', change: 'added' }] })];
    const page = renderHome(view({ index: indexAt({ ...status, sources: [released] }), changes }));
    expect(page).toContain('<div>v1.2.3, <a href=');
    expect(page).toContain('v1.2.2, <a href=');
  });

  test('the page escapes text from commits and documents', () => {
    const changed = { path: HOSTILE, change: 'renamed' as const, previousPath: HOSTILE };
    const page = renderHome(view({ changes: [publish({ documents: [changed] })] }));
    expect(page).not.toContain(HOSTILE);
    expect(page).toContain('&lt;script&gt;alert');
  });

  const failed = {
    outcome: 'failed' as const,
    startedAt: '2026-01-10T11:00:00.000Z',
    finishedAt: '2026-01-10T11:59:19.000Z',
    error: { code: 'GITHUB_RATE_LIMITED', message: 'not from dir:/home/me.', advice: 'Set GITHUB_TOKEN.' },
  };
  const FAILED_RUN =
    /The last run failed \(<time [^>]*>41 seconds ago<\/time>\): <code>GITHUB_RATE_LIMITED<\/code>: Set GITHUB_TOKEN\./;

  test('the page says why the data is stale and shows the advice of the failed run', () => {
    const sources = [{ ...source, checkedAt: '2026-01-10T09:00:00.000Z', error: failed.error }];
    const page = renderHome(
      view({ index: indexAt({ ...status, sources, lastRun: failed, consecutiveFailures: 3 }) }),
    );
    expect(page).toContain('<strong>Stale</strong>');
    expect(page).toContain('cannot reach the docs repository');
    expect(page).toMatch(FAILED_RUN);
    expect(page).toContain('3 failures in a row');
    expect(page.match(/Set GITHUB_TOKEN/g)).toHaveLength(1);
  });

  test('the page shows a failed run also while the data is fresh, without its message, which may name paths', () => {
    const page = renderHome(view({ index: indexAt({ ...status, lastRun: failed }) }));
    expect(page).toContain('<strong>Fresh</strong>');
    expect(page).toMatch(FAILED_RUN);
    expect(page).not.toContain('/home/me');
  });

  test('the page of an unreadable index shows the error and nothing about the contents of the index', () => {
    const problem = { code: 'INDEX_FOREIGN', advice: 'Move it away.' };
    const page = renderHome(view({ index: null, problem }));
    expect(page).toContain('<code>INDEX_FOREIGN</code>: Move it away.');
    expect(page).not.toContain('Recent changes');
  });

  test('the page of an empty index says how to fill it, or why the worker failed to', () => {
    const empty = (run: Partial<IndexStatus>) =>
      renderHome(view({ index: indexAt({ ...EMPTY_STATUS, ...run }) }));
    expect(empty({})).toContain('eino-docs-worker sync');
    const page = empty({ lastRun: failed });
    expect(page).toContain('Set GITHUB_TOKEN.');
    expect(page).toContain('eino-docs-worker status');
  });

  test('the page is titled after its docs: EINO, another repository, or a folder without its path', () => {
    const of = (from: string) =>
      renderHome(view({ index: indexAt({ ...status, sources: [{ ...source, from }] }) }));
    expect(renderHome(view())).toContain('<h1>EINO docs, for people and agents</h1>');
    expect(of('github:owner/name')).toContain('<h1>Docs of owner/name, for people and agents</h1>');
    const [folder = ''] = of('dir:/home/nobody/notes').split('Connect your client');
    expect(folder).not.toMatch(/EINO|nobody/);
  });

  test('the page says how many earlier commits were published with a change', () => {
    const documents = [{ path: 'a.md', change: 'modified' as const }];
    const pageWith = (commits: number) =>
      renderHome(view({ changes: [publish({ documents, commits: Array(commits).fill(source.commit) })] }));
    expect(pageWith(3)).toContain(' and 2 earlier commits, published');
    expect(pageWith(1)).not.toContain('earlier');
  });

  test('the page folds all but the first five documents of a change', () => {
    const documents = Array.from({ length: 120 }, (_, index) => ({
      path: `page-${index}.md`,
      change: 'modified' as const,
    }));
    const page = renderHome(view({ changes: [publish({ documents })] }));
    expect(page).toContain('<summary>and 115 more</summary>');
    expect(page).toContain('page-99.md');
    expect(page).not.toContain('page-100.md');
    expect(page).toContain('<p class="soft">and 20 more</p>');
  });

  test('the page has a token input, and commands with a token, only if the server requires one', () => {
    expect(renderHome(view())).not.toContain('Authorization');
    const page = renderHome(view({ tokenRequired: true }));
    expect(page).toContain('Authorization: Bearer $MCP_AUTH_TOKEN');
    expect(page).toContain('class="token"');
  });

  test('the page links only routes that a browser can open without a token', () => {
    expect(renderHome(view())).toMatch(/href="metrics".*href="llms.txt"/);
    const page = renderHome(view({ tokenRequired: true }));
    expect(page).toContain('href="health"');
    expect(page).not.toMatch(/href="(metrics|llms.txt)"/);
  });

  test('the page says without JavaScript that the search does not work, only if the server requires a token', () => {
    expect(renderHome(view())).not.toContain('<noscript>');
    expect(renderHome(view({ tokenRequired: true }))).toMatch(/<noscript>.*only a script can send/);
  });

  test('the page of stale data names the commands that bring it up to date', () => {
    const sources = [{ ...source, checkedAt: '2026-01-01T00:00:00.000Z' }];
    const shown = statusOf(renderHome(view({ index: indexAt({ ...status, sources }) })));
    expect(shown).toContain('The worker has not run for longer than its schedule allows.');
    for (const command of ['npm run worker -- sync', 'eino-docs-worker sync', 'fly machine list'])
      expect(shown).toContain(`<code>${command}`);
    expect(shown).toMatch(/<details class="state[^>]* open>/);
    const withResults = renderHome(
      view({ index: indexAt({ ...status, sources }), query: { text: 'graph' } }),
    );
    expect(withResults).not.toMatch(/<details class="state[^>]* open>/);
    expect(statusOf(renderHome(view()))).toMatch(/<details class="state[^>]*"(?! open)>/);
  });

  test('the page of an empty index says how far the first sync is, and no command', () => {
    const page = statusOf(renderHome(view({ index: indexAt(EMPTY_STATUS), syncing: '12 of 98 documents' })));
    expect(page).toContain('The first sync is under way (12 of 98 documents)');
    expect(page).not.toContain('<code>');
  });

  test('the page lists skipped files with their reasons, at most a hundred, and the last runs', () => {
    const skipped = Array.from({ length: 120 }, (_, at) => ({
      path: `a${at}.md`,
      blob: 'b',
      reason: HOSTILE,
    }));
    const lastRun = { ...failed, outcome: 'unchanged' as const };
    const { error: _, ...run } = lastRun;
    const changes = [publish({ documents: [{ path: 'a.md', change: 'added' }] })];
    const page = statusOf(
      renderHome(view({ index: indexAt({ ...status, skipped, lastRun: run }), changes })),
    );
    expect(page).toContain('<summary>120 skipped files</summary>');
    expect(page).toContain('<code>a99.md</code> <span class="soft">&lt;script&gt;');
    expect(page).not.toContain('a100.md');
    expect(page).toContain('and 20 more');
    expect(page).toMatch(/<span>unchanged<\/span>.*41 seconds ago.*took 59 min/);
    expect(page).toMatch(/published sequence 2.*12 hours ago.*1 changed/);
  });

  test('the page says that the server keeps its queries only if it does', () => {
    expect(renderHome(view({ keepsQueries: true }))).toContain('This server keeps the queries it is sent');
    expect(renderHome(view())).not.toContain('keeps the queries');
  });
});
