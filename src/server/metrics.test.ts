import { expect, test } from '@jest/globals';
import { sourceStatus } from '../../test/support/source-builder.ts';
import { THREE_SOURCES, THREE_SOURCES_TERMS } from '../../test/support/three-sources.ts';
import type { IndexStatus } from '../shared/domain/index-status.ts';
import { silentLogger } from '../shared/logger.ts';
import { dataFreshness } from './answer/source-freshness.ts';
import { Metrics } from './metrics.ts';

/** The lines of the metrics of freshness after the index was observed with each status in turn. */
async function freshnessLines(...statuses: IndexStatus[]): Promise<string[]> {
  const metrics = new Metrics(silentLogger);
  for (const status of statuses) {
    metrics.indexObserved({ status, freshness: dataFreshness(status, THREE_SOURCES_TERMS) });
  }
  const { text } = await metrics.exposition();
  return text.match(/^eino_docs_(source_)?(fresh|commits_behind).*$/gm) ?? [];
}

test('the metrics have the freshness of the index and of each source', async () => {
  const [first, second, third] = dataFreshness(THREE_SOURCES, THREE_SOURCES_TERMS).sources;
  expect((await freshnessLines(THREE_SOURCES)).toSorted()).toEqual(
    [
      'eino_docs_freshness_age_seconds 18000',
      'eino_docs_fresh 0',
      'eino_docs_commits_behind 1',
      `eino_docs_source_freshness_age_seconds{source="${first?.source}"} 600`,
      `eino_docs_source_freshness_age_seconds{source="${second?.source}"} 18000`,
      `eino_docs_source_freshness_age_seconds{source="${third?.source}"} 600`,
      `eino_docs_source_fresh{source="${first?.source}"} 1`,
      `eino_docs_source_fresh{source="${second?.source}"} 0`,
      `eino_docs_source_fresh{source="${third?.source}"} 0`,
      `eino_docs_source_commits_behind{source="${first?.source}"} 0`,
      `eino_docs_source_commits_behind{source="${second?.source}"} 0`,
      `eino_docs_source_commits_behind{source="${third?.source}"} 1`,
    ].toSorted(),
  );
});

test('the metrics forget a source that the index no longer has', async () => {
  const later = { ...THREE_SOURCES, sources: [sourceStatus()] };
  const lines = await freshnessLines(THREE_SOURCES, later);
  expect(lines.filter((line) => line.includes('source='))).toHaveLength(3);
});
