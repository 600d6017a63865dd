import { describe, expect, test } from '@jest/globals';
import { publishFromRecord, statusFromRecord } from './index-records.ts';
import { EMPTY_STATUS } from './index-status.ts';

const commit = { sha: 'a'.repeat(40), date: '2026-01-01T00:00:00.000Z', subject: 'Docs' };
const fingerprint = { schema: 1, chunker: 3, model: null, dimensions: null };

describe('the status of a version with one source', () => {
  test.each([
    ['github:owner/name@main:content/docs', { from: 'github:owner/name', ref: 'main', path: 'content/docs' }],
    ['github:owner/name@main:', { from: 'github:owner/name', ref: 'main', path: '' }],
    ['github:owner/name@feature/x@2:docs', { from: 'github:owner/name@feature/x', ref: '2', path: 'docs' }],
    ['git:/srv/a clone@v1.0:docs/a', { from: 'git:/srv/a clone', ref: 'v1.0', path: 'docs/a' }],
    ['dir:/srv/docs', { from: 'dir:/srv/docs', ref: null, path: '' }],
    ['dir:/srv/docs@main:x', { from: 'dir:/srv/docs@main:x', ref: null, path: '' }],
  ])('%s is a source with one root at the top of the index', (source, { from, ref, path }) => {
    const record = {
      sequence: 3,
      source,
      commit,
      checkedAt: '2026-01-02T00:00:00.000Z',
      docsBehind: 2,
      headTag: 'tag',
      fingerprint: { ...fingerprint, siteUrl: 'https://docs.example.com' },
    };
    const status = statusFromRecord(record);
    expect(status).toMatchObject({
      sequence: 3,
      sources: [
        {
          from,
          ref,
          roots: [{ path, at: '', site: 'https://docs.example.com', pages: 'hugo', language: 'en' }],
          commit,
          checkedAt: '2026-01-02T00:00:00.000Z',
          behind: 2,
          headTag: 'tag',
        },
      ],
    });
    expect(status).not.toHaveProperty('source');
    expect(status).not.toHaveProperty('commit');
  });

  test('a record without a source is that of an index without sources', () => {
    expect(statusFromRecord({})).toEqual(EMPTY_STATUS);
    expect(statusFromRecord({ source: null, commit: null, checkedAt: null })).toEqual(EMPTY_STATUS);
  });

  test('a record of this version is read as it is', () => {
    const status = {
      ...EMPTY_STATUS,
      sequence: 1,
      sources: statusFromRecord({ source: 'dir:/docs', commit }).sources,
    };
    expect(statusFromRecord(status)).toEqual(status);
  });
});

describe('the history of a version with one source', () => {
  const earlier = {
    sequence: 2,
    publishedAt: commit.date,
    commit,
    commits: [commit],
    documents: [{ path: 'a.md', change: 'added' as const }],
  };

  test('an entry names the source of the index', () => {
    const [source] = statusFromRecord({ source: 'git:/srv/docs@main:docs', commit }).sources;
    expect(publishFromRecord(earlier, source)).toEqual({
      sequence: 2,
      publishedAt: commit.date,
      sources: [
        { from: 'git:/srv/docs', ref: 'main', commit, commits: [commit], documents: earlier.documents },
      ],
    });
  });

  test('an entry of this version is read as it is', () => {
    const record = { sequence: 1, publishedAt: commit.date, sources: [] };
    expect(publishFromRecord(record, undefined)).toBe(record);
  });
});
