import type { Root, SourceIdentity, SourceStatus } from '../../src/shared/domain/source.ts';

/** A root of Markdown files at the top of an index, published nowhere, with any field changed. */
export function buildRoot(fields: Partial<Root> = {}): Root {
  return {
    path: '',
    at: '',
    include: ['**/*.md'],
    exclude: [],
    site: null,
    pages: fields.site === undefined || fields.site === null ? 'plain' : 'hugo',
    language: 'en',
    languages: {},
    ...fields,
  };
}

/** A source with one root, with any field changed. */
export function buildIdentity(fields: Partial<SourceIdentity> = {}): SourceIdentity {
  return { from: 'memory:docs', ref: null, roots: [buildRoot()], ...fields };
}

/** A source that is indexed and was checked a moment ago, with any field changed. */
export function buildSourceStatus(fields: Partial<SourceStatus> = {}): SourceStatus {
  return {
    ...buildIdentity(),
    commit: { sha: 'c'.repeat(40), date: '2026-05-12T00:00:00.000Z', subject: 'Write the docs' },
    checkedAt: new Date().toISOString(),
    behind: 0,
    headTag: null,
    formerPaths: { state: 'unread' },
    ...fields,
  };
}
