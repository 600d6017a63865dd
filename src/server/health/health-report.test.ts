import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { assessFreshness } from '../../shared/freshness.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { SearchModeInfo } from '../search/search-outcome.ts';
import { healthReport } from './health-report.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const PUBLISHED: IndexStatus = {
  ...EMPTY_STATUS,
  sequence: 3,
  documents: 98,
  checkedAt: '2026-01-01T11:59:00.000Z',
  syncedAt: '2026-01-01T10:00:00.000Z',
};

function report(
  status: () => Promise<IndexStatus>,
  search: SearchModeInfo = { mode: 'hybrid' },
  usesQdrant = true,
) {
  return healthReport({
    services: {
      status: { read: status },
      assess: (of) => assessFreshness(of, NOW, 3_600),
      searchMode: () => search,
      version: '1.2.3',
    },
    usesQdrant,
    clock: () => NOW,
    startedAt: NOW - 5_000,
  });
}

describe('the health report', () => {
  test('a server with fresh data and the configured search is healthy', async () => {
    expect(await report(async () => PUBLISHED)).toMatchObject({
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
    const stale = { ...PUBLISHED, docsBehind: 2 };
    expect(await report(async () => stale)).toMatchObject({
      status: 'degraded',
      freshness: { reason: 'docs_moved_on' },
    });
    expect(
      await report(async () => PUBLISHED, { mode: 'lexical', reason: 'embedder_failing' }),
    ).toMatchObject({
      status: 'degraded',
    });
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
