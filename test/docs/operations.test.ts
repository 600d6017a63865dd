import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { allowedAgeSeconds } from '../../src/shared/config/settings.ts';
import { freshnessVariables } from '../../src/shared/config/variables.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../src/shared/domain/index-status.ts';
import { WordVectors } from '../../src/shared/embedding/word-vectors.ts';
import { assessFreshness } from '../../src/shared/freshness.ts';
import { statusText } from '../../src/worker/cli/status-command.ts';
import { sourceStatus } from '../support/source-builder.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const operations = read('docs/operations.md');

/** Returns the string literals of a union type in a source text. */
function members(source: string, type: string): string[] {
  const [, body = ''] = new RegExp(`type ${type} =([^;]*);`).exec(source) ?? [];
  return [...body.replaceAll(/\/\*\*.*?\*\//gs, '').matchAll(/'(\w+)'/g)].map(([, member = '']) => member);
}

describe('docs/operations.md', () => {
  const freshness = read('src/shared/freshness.ts');

  test.each([
    ['freshness state', members(freshness, 'FreshnessState')],
    ['reason for stale data', members(freshness, 'FreshnessReason')],
    ['search mode', members(read('src/server/search/search-outcome.ts'), 'SearchMode')],
  ])('docs/operations.md explains every %s', (_, names) => {
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
  });

  test('docs/operations.md explains every reason for a lexical search', () => {
    const sources = ['src/server/search/query-embedder.ts', 'src/server/search/search-outcome.ts']
      .map(read)
      .join();
    const reasons = [
      ...new Set(
        sources.match(
          /\b(no_embedder|embedder_failing|fingerprint_mismatch|index_without_\w+|no_known_words)\b/g,
        ),
      ),
    ];
    expect(reasons).toHaveLength(5);
    expect(reasons.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
  });
});

test('docs/operations.md shows the output of `worker status` with the default settings', () => {
  const now = Date.parse('2026-11-25T01:49:00Z');
  const docs = sourceStatus({
    from: 'github:cloudwego/cloudwego.github.io',
    commit: {
      sha: '925e265',
      date: '2026-05-12',
      subject: 'feat: Upgrade Bootstrap to version 5 and support dark mode (#1516)',
    },
    checkedAt: '2026-11-25T01:36:42.440Z',
  });
  const ext = sourceStatus({
    from: 'github:cloudwego/eino-ext',
    commit: { sha: '3e5d9f0', date: '2026-10-30', subject: 'docs: describe the redis retriever' },
    checkedAt: '2026-11-24T22:36:42.100Z',
    formerPaths: { state: 'unread' },
    error: {
      code: 'GITHUB_UNREACHABLE',
      message: 'GitHub responds with status 503 at https://api.github.com.',
      advice: 'See githubstatus.com. The next run tries again.',
    },
  });
  const status: IndexStatus = {
    ...EMPTY_STATUS,
    sequence: 1,
    sources: [docs, ext],
    syncedAt: '2026-11-24T11:36:42.048Z',
    documents: 432,
    chunks: 4100,
    fingerprint: { schema: 1, chunker: 1, model: new WordVectors().model, dimensions: 128 },
    lastRun: {
      outcome: 'unchanged',
      startedAt: '2026-11-25T01:36:42.340Z',
      finishedAt: '2026-11-25T01:36:57.380Z',
    },
  };
  const maxAge = allowedAgeSeconds(freshnessVariables.parse({}).SYNC_SCHEDULE, now);
  const freshness = assessFreshness(status, now, maxAge);
  const place = '/home/you/.local/share/eino-docs-mcp/index.db';
  expect(operations).toContain(
    `\`\`\`text\n${statusText(status, freshness, { place, now, listed: status.sources })}\`\`\`\n`,
  );
});

describe('docs/deployment.md', () => {
  test('docs/deployment.md lists every setting of the supervisor with its default, and no other', () => {
    const script = [...read('supervisor.sh').matchAll(/=\$\{([A-Z_]+):-([\w.]+)\}/g)]
      .map(([, name, value]) => ({ name, value }))
      .filter(({ name }) => !name?.includes('__') && name !== 'PORT');
    const table = [...read('docs/deployment.md').matchAll(/^\| `([A-Z_]+)` \| `([\w.]+)` \|/gm)];
    expect(table.map(([, name, value]) => ({ name, value })).toSorted(byName)).toEqual(
      script.toSorted(byName),
    );
  });
});

function byName(a: { name: string | undefined }, b: { name: string | undefined }): number {
  return String(a.name).localeCompare(String(b.name));
}
