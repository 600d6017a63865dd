import type { SourceIdentity, SourceStatus } from '../../src/shared/domain/source.ts';
import { rootWith } from './root-with.ts';

/** All of a source at the top of the index, published nowhere. */
export const PLAIN_ROOT = rootWith({ site: null, pages: 'plain' });

/** A source with one root, with any field changed. */
export function buildIdentity(fields: Partial<SourceIdentity> = {}): SourceIdentity {
  return { from: 'memory:docs', ref: null, roots: [PLAIN_ROOT], ...fields };
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
