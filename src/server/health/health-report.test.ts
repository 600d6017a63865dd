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
  test('fresh data and the search that was chosen are healthy', async () => {
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

  test('stale data, or an embedder that is lost, is degraded', async () => {
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

  test('an empty index is unhealthy', async () => {
    expect(await report(async () => EMPTY_STATUS)).toMatchObject({
      status: 'unhealthy',
      freshness: { state: 'empty' },
    });
  });

  test('an index that cannot be read is unhealthy and says why and what to do, not where it is', async () => {
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

  test('a failed run is shown with its code and what to do, not with its message, which may name paths', async () => {
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

  test('a failure nobody foresaw shows nothing of itself', async () => {
    const report_ = await report(() => Promise.reject(new Error('password is hunter2')));
    expect(report_.index).toMatchObject({ error: 'INTERNAL' });
    expect(JSON.stringify(report_)).not.toContain('hunter2');
  });
});
