import { expect, test } from '@jest/globals';
import { buildDocument } from '../../../test/support/document-builder.ts';
import { buildSource } from '../../../test/support/source-builder.ts';
import type { PublishRecord } from '../../shared/domain/history.ts';
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import { findDocument } from './find-document.ts';

const SITE = 'https://docs.example.com/eino';
const status = {
  ...EMPTY_STATUS,
  sequence: 2,
  sources: [buildSource('github:acme/site', [{ path: 'content/en', site: SITE }])],
};
const { document } = buildDocument({ path: 'guides/New_Name.md', url: `${SITE}/guides/new_name/` });
const renamed: PublishRecord = {
  sequence: 2,
  publishedAt: '2026-01-02T01:00:00.000Z',
  sources: [
    {
      from: 'github:acme/site',
      ref: 'main',
      commit: { sha: 'b'.repeat(40), date: '2026-01-02T00:00:00.000Z', subject: 'Rename' },
      commits: [],
      documents: [{ path: document.path, change: 'renamed', previousPath: 'core/Old_Name.md' }],
    },
  ],
};
const snapshot = {
  status,
  catalog: {
    read: async () => ({ documents: [document], status }),
    entries: async () => new Map([[document.path, document]]),
  },
  reader: {
    async document(path: string) {
      if (path === document.path) return { document, status };
      return path === 'core/Old_Name.md'
        ? { document, redirectedFrom: path, status }
        : { document: null, status };
    },
    changesSince: async () => ({ changes: [renamed], status }),
  },
};
const find = (asked: string) => findDocument(snapshot, { path: asked }, AbortSignal.timeout(10_000));

test.each([
  'core/Old_Name.md',
  'core/Old_Name',
  'content/en/core/Old_Name.md',
  'https://github.com/acme/site/blob/main/content/en/core/Old_Name.md',
  `${SITE}/core/old_name/#deep`,
  '/eino/core/old_name/',
])('findDocument() finds a renamed document by its former path or address %s', async (asked) => {
  expect(await find(asked)).toMatchObject({ document, redirectedFrom: 'core/Old_Name.md' });
});

test.each([
  'guides/new_name',
  'GUIDES/NEW_NAME.md',
  '/eino/guides/new_name/',
  'content/en/guides/new_name.md',
])('findDocument() finds a document by the path %s in upper or lower case', async (asked) => {
  expect(await find(asked)).toMatchObject({ document, redirectedFrom: undefined });
});

test('findDocument() returns the section of an address together with the document', async () => {
  expect(await find(`${SITE}/guides/new_name/#deep`)).toMatchObject({ document, section: 'deep' });
});

test.each(['core/Other.md', 'nonsense/guides/New_Name.md', 'https://evil.example/guides/New_Name.md'])(
  'findDocument() returns null for %s',
  async (asked) => expect(await find(asked)).toBeNull(),
);
