import { describe, expect, test } from '@jest/globals';
import { sourceStatus } from '../../../test/support/source-builder.ts';
import { THREE_SOURCES, THREE_SOURCES_TERMS } from '../../../test/support/three-sources.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { dataFreshness } from '../answer/source-freshness.ts';
import type { SearchModeInfo } from '../search/search-outcome.ts';
import { healthReport } from './health-report.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const PUBLISHED: IndexStatus = {
  ...EMPTY_STATUS,
  sequence: 3,
  documents: 98,
  sources: [sourceStatus({ checkedAt: '2026-01-01T11:59:00.000Z' })],
  syncedAt: '2026-01-01T10:00:00.000Z',
};

function report(
  status: () => Promise<IndexStatus>,
  search: SearchModeInfo = { mode: 'hybrid' },
  usesQdrant = true,
  now = NOW,
) {
  return healthReport({
    services: {
      status: { read: status },
      freshness: (of) => dataFreshness(of, { now, maxAgeSeconds: 3_600 }),
      searchMode: () => search,
      version: '1.2.3',
    },
    usesQdrant,
    clock: () => NOW,
    startedAt: NOW - 5_000,
  });
}

describe('the health report', () => {
  test('the version of a source that follows releases is reported', async () => {
    const sources = [sourceStatus({ version: 'v1.2.3' })];
    expect(await report(async () => ({ ...PUBLISHED, sources }))).toMatchObject({
      sources: [{ version: 'v1.2.3' }],
    });
  });

  test('a server with fresh data and the configured search is healthy', async () => {
    const fresh = await report(async () => PUBLISHED);
    expect(fresh.freshness).not.toHaveProperty('advice');
    expect(fresh).toMatchObject({
      status: 'healthy',
      qdrant: 'connected',
      timestamp: '2026-01-01T12:00:00.000Z',
      version: '1.2.3',
      uptimeSeconds: 5,
      index: { sequence: 3, documents: 98 },
      freshness: { state: 'fresh', ageSeconds: 60 },
    });
    expect(
      await report(async () => PUBLISHED, { mode: 'lexical', reason: 'no_embedder' }, false),
    ).toMatchObject({
      status: 'healthy',
      qdrant: 'not_used',
    });
  });

  test('a server with stale data or a failing embedder is degraded', async () => {
    const sources = PUBLISHED.sources.map((source) => ({ ...source, behind: 2 }));
    const stale = { ...PUBLISHED, sources };
    expect(await report(async () => stale)).toMatchObject({
      status: 'degraded',
      freshness: { reason: 'docs_moved_on', advice: expect.stringContaining('`eino-docs-worker sync`') },
    });
    expect(
      await report(async () => PUBLISHED, { mode: 'lexical', reason: 'embedder_failing' }),
    ).toMatchObject({
      status: 'degraded',
    });
  });

  test('the health report of one source has its commit, check and commits behind also as those of the index', async () => {
    const { index, sources } = await report(async () => PUBLISHED);
    const commit = PUBLISHED.sources[0]?.commit;
    expect(index).toMatchObject({ commit, checkedAt: '2026-01-01T11:59:00.000Z', docsBehind: 0 });
    expect(sources).toEqual([
      {
        source: 'owner/docs',
        commit,
        checkedAt: '2026-01-01T11:59:00.000Z',
        ageSeconds: 60,
        behind: 0,
        state: 'fresh',
      },
    ]);
  });

  test('the health report shows each of several sources, and names the one the data is stale for', async () => {
    const several = await report(async () => THREE_SOURCES, undefined, true, THREE_SOURCES_TERMS.now);
    expect(several).toMatchObject({
      status: 'degraded',
      index: { commit: null, checkedAt: '2026-01-10T07:00:00.000Z', docsBehind: 1 },
    });
    expect(several.freshness).toEqual({
      state: 'stale',
      reason: 'source_unreachable',
      errorCode: 'GITHUB_RATE_LIMITED',
      source: 'cloudwego/eino-ext',
      advice: expect.stringContaining('`eino-docs-worker status`'),
      ageSeconds: 18_000,
    });
    expect(several.sources).toMatchObject([
      { source: 'cloudwego/cloudwego.github.io', state: 'fresh', ageSeconds: 600, behind: 0 },
      {
        source: 'cloudwego/eino-ext',
        state: 'stale',
        reason: 'source_unreachable',
        errorCode: 'GITHUB_RATE_LIMITED',
        advice: 'Set GITHUB_TOKEN.',
      },
      { state: 'stale', reason: 'docs_moved_on', behind: 1 },
    ]);
    expect(JSON.stringify(several)).not.toMatch(/home|internal/);
  });

  test('a server with an empty index is unhealthy', async () => {
    expect(await report(async () => EMPTY_STATUS)).toMatchObject({
      status: 'unhealthy',
      freshness: { state: 'empty' },
    });
  });

  test('a server with an unreadable index is unhealthy and shows code and advice, not the address', async () => {
    const down = new OperationalError(
      'QDRANT_UNREACHABLE',
      'Qdrant at http://10.0.0.7 is gone.',
      'Start it.',
    );
    const unreadable = await report(() => Promise.reject(down));
    expect(unreadable).toMatchObject({
      status: 'unhealthy',
      qdrant: 'disconnected',
      index: { error: 'QDRANT_UNREACHABLE', advice: 'Start it.' },
      freshness: null,
      sources: [],
    });
    expect(JSON.stringify(unreadable)).not.toContain('10.0.0.7');
  });

  test('the health report shows code and advice of a failed run, not its message, which may name paths', async () => {
    const run = {
      outcome: 'failed' as const,
      startedAt: '2026-01-01T11:58:00.000Z',
      finishedAt: '2026-01-01T11:59:00.000Z',
    };
    const error = { code: 'INDEX_OTHER_SOURCE', message: 'built from dir:/home/me.', advice: 'Rebuild it.' };
    const { index } = await report(async () => ({ ...PUBLISHED, lastRun: { ...run, error } }));
    expect(index).toMatchObject({
      lastRun: { ...run, error: { code: 'INDEX_OTHER_SOURCE', advice: 'Rebuild it.' } },
    });
    expect(JSON.stringify(index)).not.toContain('/home/me');
  });

  test('the health report shows an unexpected error as INTERNAL, without its message', async () => {
    const unexpected = await report(() => Promise.reject(new Error('password is hunter2')));
    expect(unexpected.index).toMatchObject({ error: 'INTERNAL' });
    expect(JSON.stringify(unexpected)).not.toContain('hunter2');
  });
});
