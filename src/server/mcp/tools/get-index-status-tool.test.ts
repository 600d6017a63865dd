import { describe, expect, test } from '@jest/globals';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { lexicalServices } from '../../../../test/support/running-app.ts';
import { sourceStatus } from '../../../../test/support/source-builder.ts';
import { statusReader } from '../../../../test/support/status-reader.ts';
import { THREE_SOURCES, THREE_SOURCES_TERMS } from '../../../../test/support/three-sources.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../../shared/domain/index-status.ts';
import { type DataFreshness, dataFreshness } from '../../answer/source-freshness.ts';
import { describeIndex, getIndexStatusTool, staleWarning } from './get-index-status-tool.ts';

const servicesAt = (status: IndexStatus) =>
  lexicalServices(statusReader(status), { clock: () => THREE_SOURCES_TERMS.now, structuredContent: true });

test('get_index_status describes each source, and the index as a whole', async () => {
  const structured = await describeIndex(servicesAt(THREE_SOURCES));
  expect(structured).toMatchObject({
    total_docs: 375,
    source_commit: null,
    commits_behind: 1,
    stale_warning: expect.stringContaining('The documents from cloudwego/eino-ext may be out of date'),
  });
  expect(structured.sources[1]).toEqual({
    source: 'cloudwego/eino-ext',
    commit: '2'.repeat(40),
    subject: 'feat(redis): add a retriever',
    date: '2026-01-08T00:00:00.000Z',
    checked_at: '2026-01-10T07:00:00.000Z',
    age_seconds: 18_000,
    commits_behind: 0,
    state: 'stale',
    reason: 'source_unreachable',
    error_code: 'GITHUB_RATE_LIMITED',
  });
  expect(JSON.stringify(structured)).not.toMatch(/home|internal/);
});

test('the text of get_index_status has one line for each source', async () => {
  const { content } = await getIndexStatusTool(servicesAt(THREE_SOURCES)).call(
    {},
    new AbortController().signal,
  );
  const [first] = content as { text: string }[];
  expect(first?.text.split('\n').slice(1, 4)).toEqual([
    '375 documents in 4321 chunks, last synced 2026-01-10T11:50:00.000Z, 1 commit behind.',
    'cloudwego/cloudwego.github.io: 1111111111 2026-01-09 "docs: describe graphs"; checked 10 min ago, 0 commits behind: fresh',
    'cloudwego/eino-ext: 2222222222 2026-01-08 "feat(redis): add a retriever"; checked 5 h ago, 0 commits behind: stale, source_unreachable, GITHUB_RATE_LIMITED',
  ]);
});

test('get_index_status shows the error of a source that is still fresh', async () => {
  const error = { code: 'GITHUB_UNREACHABLE', message: '', advice: '' };
  const sources = [sourceStatus({ checkedAt: '2026-01-10T11:30:00.000Z', error })];
  expect(await describeIndex(servicesAt({ ...THREE_SOURCES, sources }))).toMatchObject({
    sources: [{ state: 'fresh', error_code: 'GITHUB_UNREACHABLE' }],
  });
});

test('get_index_status keeps within the token budget however many sources there are', async () => {
  const sources = Array.from({ length: 200 }, (_, n) =>
    sourceStatus({
      from: `github:organization-${n}/repository-${n}`,
      commit: {
        sha: '0123456789'.repeat(4),
        date: '2026-01-01T00:00:00.000Z',
        subject: 'A long subject '.repeat(13),
      },
      checkedAt: n % 2 === 0 ? null : '2026-01-10T11:30:00.000Z',
      behind: n,
    }),
  );
  const tool = getIndexStatusTool(servicesAt({ ...THREE_SOURCES, sources }));
  const { structuredContent, content } = await tool.call({}, new AbortController().signal);
  expect(countTokens(JSON.stringify(structuredContent))).toBeLessThanOrEqual(8_000);
  expect(countTokens(JSON.stringify(content))).toBeLessThanOrEqual(8_000);
});

test('get_index_status names the version of a source that follows releases', async () => {
  const sources = [sourceStatus({ checkedAt: '2026-01-10T11:30:00.000Z', version: 'v1.2.3' })];
  const services = servicesAt({ ...THREE_SOURCES, sources });
  expect(await describeIndex(services)).toMatchObject({
    sources: [{ version: 'v1.2.3' }],
    freshness: { sources: [{ version: 'v1.2.3' }] },
  });
  const { content } = await getIndexStatusTool(services).call({}, new AbortController().signal);
  const [first] = content as { text: string }[];
  expect(first?.text).toContain('owner/docs v1.2.3: aaaaaaaaaa 2026-01-01 "docs";');
});

describe('the stale warning', () => {
  const ofPaths = (...paths: string[]) => dataFreshness(THREE_SOURCES, THREE_SOURCES_TERMS, paths);
  const one: DataFreshness = { ...ofPaths('eino-ext/README.md'), behind: 1, ageSeconds: 172_800 };

  test('fresh data has no stale warning', () => {
    expect(staleWarning(ofPaths('a.md'))).toBeUndefined();
  });

  test('the stale warning says how old the data is, how far behind and why', () => {
    expect(staleWarning(one)).toBe(
      'The docs may be out of date (last checked 2 days ago, 1 commit behind): the repository cannot be reached (GITHUB_RATE_LIMITED).',
    );
  });

  test('the stale warning names each source that is not fresh', () => {
    const [clone] = ofPaths('notes/a.md').sources;
    expect(staleWarning(ofPaths())).toBe(
      'The documents from cloudwego/eino-ext may be out of date (last checked 5 h ago): the repository cannot be reached (GITHUB_RATE_LIMITED). ' +
        `The documents from ${clone?.source} may be out of date (last checked 10 min ago, 1 commit behind): there are newer commits that are not indexed yet.`,
    );
  });

  test('the stale warning of an empty index says that it is empty', () => {
    expect(staleWarning(dataFreshness(EMPTY_STATUS, THREE_SOURCES_TERMS))).toBe(
      'The index is empty: nothing has been indexed yet.',
    );
  });
});
