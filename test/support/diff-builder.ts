import type { Manifest } from '../../src/shared/domain/change.ts';
import { sourceId } from '../../src/shared/domain/source.ts';
import { type IndexDiff, rootsOf } from '../../src/worker/sync/index-diff.ts';
import { countChanges } from '../../src/worker/sync/run-report.ts';
import { diffManifests, type SourceDiff } from '../../src/worker/sync/source-diff.ts';
import { buildIdentity, sourceStatus } from './source-builder.ts';

const INDEXED = { sha: 'a'.repeat(40), date: '2026-01-01T00:00:00.000Z', subject: 'Before' };
const HEAD = { sha: 'b'.repeat(40), date: '2026-01-02T00:00:00.000Z', subject: 'After' };

/** The diff of a source that was indexed before and moved to another commit, with any field changed. */
export function buildSourceDiff(fields: Partial<SourceDiff> = {}): SourceDiff {
  const { identity = buildIdentity() } = fields;
  const { former = sourceStatus({ ...identity, commit: INDEXED }) } = fields;
  const known: Manifest = fields.known ?? new Map();
  return {
    id: sourceId(identity),
    identity,
    former,
    moves: [],
    reselected: false,
    readdressed: [],
    from: former?.commit ?? null,
    head: { revision: HEAD },
    checkedAt: '2026-01-02T01:00:00.000Z',
    error: null,
    to: HEAD,
    known,
    withheld: new Map(),
    target: known,
    renames: new Map(),
    commits: [],
    due: new Set(),
    listed: false,
    ...fields,
  };
}

/**
 * The diff of an index with these sources, of which every known file is published.
 * @param dropped published documents of sources and roots that are no longer in the list
 */
export function buildIndexDiff(sources: readonly SourceDiff[], dropped: Manifest = new Map()): IndexDiff {
  const known = new Map([...dropped, ...sources.flatMap((source) => [...source.known])]);
  const target = new Map(sources.flatMap((source) => [...source.target]));
  const changes = diffManifests(known, target, new Map(sources.flatMap(({ renames }) => [...renames])));
  return {
    sources,
    published: known,
    dropped,
    known,
    target,
    changes,
    counts: countChanges(changes),
    roots: sources.flatMap(rootsOf),
  };
}

/** A manifest of numbered documents, each with a blob of its own. */
export function numberedDocuments(from: number, to: number, folder = ''): Manifest {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  return new Map(numbers.map((n) => [`${folder}${n}.md`, `blob ${n}`]));
}
