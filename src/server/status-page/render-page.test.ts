import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { renderPage } from './render-page.ts';
import type { StatusPageView } from './status-page-view.ts';

const NOW = Date.parse('2026-01-10T12:00:00.000Z');
const HOSTILE = '<script>alert("x")</script>';

const status: IndexStatus = {
  ...EMPTY_STATUS,
  sequence: 4,
  source: 'github:cloudwego/cloudwego.github.io@main:content/en/docs/eino',
  commit: {
    sha: '925e265aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    date: '2026-01-09T00:00:00.000Z',
    subject: HOSTILE,
  },
  checkedAt: '2026-01-10T11:20:00.000Z',
  syncedAt: '2026-01-07T12:00:00.000Z',
  documents: 98,
  chunks: 1234,
};

const publish = {
  sequence: 2,
  commit: { sha: 'a'.repeat(40), date: '2026-01-09T00:00:00.000Z', subject: HOSTILE },
  publishedAt: '2026-01-10T00:00:00.000Z',
  commits: [],
};

const view = (over: Partial<StatusPageView> = {}): StatusPageView => ({
  version: '1.2.3',
  baseUrl: 'http://localhost:3000',
  now: NOW,
  index: { status, freshness: { state: 'fresh', ageSeconds: 2400 } },
  search: { mode: 'lexical', reason: 'no_embedder' },
  changes: [],
  tokenRequired: false,
  ...over,
});

describe('the status page', () => {
  test('the page shows freshness, a link to the commit and how long ago it was checked', () => {
    const page = renderPage(view());
    expect(page).toContain('<strong>Fresh</strong>');
    expect(page).toContain('https://github.com/cloudwego/cloudwego.github.io/commit/925e265');
    expect(page).toContain('40 minutes ago');
    expect(page).toContain('3 days ago');
    expect(page).toContain('lexical (no embedder)');
  });

  test('the page escapes text from commits and documents', () => {
    const changed = { path: HOSTILE, change: 'renamed' as const, previousPath: HOSTILE };
    const page = renderPage(
      view({
        changes: [{ ...publish, documents: [changed] }],
      }),
    );
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
    const page = renderPage(
      view({
        index: {
          status: { ...status, lastRun: failed, consecutiveFailures: 3 },
          freshness: {
            state: 'stale',
            reason: 'source_unreachable',
            errorCode: 'GITHUB_RATE_LIMITED',
            ageSeconds: 9000,
          },
        },
      }),
    );
    expect(page).toContain('<strong>Stale</strong>');
    expect(page).toContain('cannot reach the docs repository');
    expect(page).toMatch(FAILED_RUN);
    expect(page).toContain('3 failures in a row');
  });

  test('the page shows a failed run also while the data is fresh, without its message, which may name paths', () => {
    const page = renderPage(
      view({
        index: { status: { ...status, lastRun: failed }, freshness: { state: 'fresh', ageSeconds: 60 } },
      }),
    );
    expect(page).toContain('<strong>Fresh</strong>');
    expect(page).toMatch(FAILED_RUN);
    expect(page).not.toContain('/home/me');
  });

  test('the page of an unreadable index shows the error and nothing about the contents of the index', () => {
    const problem = { code: 'INDEX_FOREIGN', advice: 'Move it away.' };
    const page = renderPage(view({ index: null, problem }));
    expect(page).toContain('<code>INDEX_FOREIGN</code>: Move it away.');
    expect(page).not.toContain('Recent changes');
  });

  test('the page of an empty index says how to fill it, or why the worker failed to', () => {
    const empty = (over: object, run: object) =>
      renderPage(
        view({
          index: {
            status: { ...EMPTY_STATUS, ...run },
            freshness: { state: 'empty', ageSeconds: null, ...over },
          },
        }),
      );
    expect(empty({ reason: 'never_synced' }, {})).toContain('eino-docs-worker sync');
    const page = empty({ reason: 'worker_failing' }, { lastRun: failed });
    expect(page).toContain('Set GITHUB_TOKEN.');
    expect(page).not.toContain('eino-docs-worker sync');
  });

  test('the page is titled after its docs: EINO, another repository, or a folder without its path', () => {
    const of = (source: string) =>
      renderPage(
        view({ index: { status: { ...status, source }, freshness: { state: 'fresh', ageSeconds: 1 } } }),
      );
    expect(renderPage(view())).toContain('<h1>EINO docs for AI agents</h1>');
    expect(of('github:owner/name@main:docs')).toContain('<h1>Docs of owner/name for AI agents</h1>');
    expect(of('dir:/home/somebody/notes')).not.toMatch(/EINO|somebody/);
  });

  test('the page says how many earlier commits were published with a change', () => {
    const documents = [{ path: 'a.md', change: 'modified' as const }];
    const pageWith = (commits: number) =>
      renderPage(
        view({ changes: [{ ...publish, documents, commits: Array(commits).fill(publish.commit) }] }),
      );
    expect(pageWith(3)).toContain(' and 2 earlier commits, published');
    expect(pageWith(1)).not.toContain('earlier');
  });

  test('the page folds all but the first five documents of a change', () => {
    const documents = Array.from({ length: 120 }, (_, index) => ({
      path: `page-${index}.md`,
      change: 'modified' as const,
    }));
    const page = renderPage(view({ changes: [{ ...publish, documents }] }));
    expect(page).toContain('<summary>and 115 more</summary>');
    expect(page).toContain('page-99.md');
    expect(page).not.toContain('page-100.md');
    expect(page).toContain('<p class="soft">and 20 more</p>');
  });

  test('the page has a token input, and commands with a token, only if the server requires one', () => {
    expect(renderPage(view())).not.toContain('Authorization');
    const page = renderPage(view({ tokenRequired: true }));
    expect(page).toContain('Authorization: Bearer &lt;MCP_AUTH_TOKEN&gt;');
    expect(page).toContain('id="token"');
  });

  test('the page links only routes that a browser can open without a token', () => {
    expect(renderPage(view())).toMatch(/href="metrics".*href="llms.txt"/);
    const page = renderPage(view({ tokenRequired: true }));
    expect(page).toContain('href="health"');
    expect(page).not.toMatch(/href="(metrics|llms.txt)"/);
  });

  test('the page says that the search and the copy buttons need JavaScript', () => {
    expect(renderPage(view())).toMatch(/<noscript>.*live search and the copy buttons need JavaScript/);
  });
});
