import { createHash } from 'node:crypto';
import { embeddedText } from '../../src/shared/domain/chunk.ts';
import type { PublishedSource } from '../../src/shared/domain/history.ts';
import type { Fingerprint, IndexStatus } from '../../src/shared/domain/index-status.ts';
import type { Revision, SourceStatus } from '../../src/shared/domain/source.ts';
import type {
  BeginOptions,
  IndexSession,
  IndexWriter,
  Publication,
  StageBatch,
} from '../../src/worker/index/index-writer.ts';
import type { PreparedDocument } from '../../src/worker/prepare/prepared-document.ts';
import { buildDocument, type Draft } from './document-builder.ts';
import { buildIdentity } from './source-builder.ts';
import { wordVector } from './word-embedder.ts';

export const FINGERPRINT: Fingerprint = {
  schema: 1,
  chunker: 1,
  model: 'word-vectors',
  dimensions: 64,
};

/** Returns the commit with this number. The same number always has the same sha and date. */
export function commit(number: number): Revision {
  return {
    sha: createHash('sha1').update(`commit ${number}`).digest('hex'),
    date: new Date(Date.UTC(2025, 0, 1) + number * 60_000).toISOString(),
    subject: `Commit ${number}`,
  };
}

/** Returns documents and the vectors of their chunks, as a sync stages them. */
export function batchOf(documents: readonly PreparedDocument[], fingerprint = FINGERPRINT): StageBatch {
  const { dimensions } = fingerprint;
  const chunks = dimensions === null ? [] : documents.flatMap((document) => document.chunks);
  return {
    documents,
    vectors: new Map(
      chunks.map((chunk) => [chunk.contentHash, wordVector(embeddedText(chunk), dimensions ?? 0)]),
    ),
  };
}

/** Returns the only source of the index at commit `number`, with overrides. */
export function sourceAt(number: number, overrides: Partial<SourceStatus> = {}): SourceStatus {
  const revision = commit(number);
  return {
    ...buildIdentity({ from: 'dir:docs' }),
    commit: revision,
    checkedAt: revision.date,
    behind: 0,
    headTag: null,
    formerPaths: { state: 'unread' },
    ...overrides,
  };
}

/** Returns what the only source brings with the publish of commit `number`, with overrides. */
export function publishedAt(number: number, overrides: Partial<PublishedSource> = {}): PublishedSource {
  return { from: 'dir:docs', ref: null, commit: commit(number), documents: [], commits: [], ...overrides };
}

/** Returns the publication of commit `number`, with overrides. Consecutive commits are a minute apart. */
export function publication(number: number, overrides: Partial<Publication> = {}): Publication {
  return {
    sources: [sourceAt(number)],
    publishedAt: commit(number).date,
    removed: [],
    renamed: new Map(),
    published: [publishedAt(number)],
    skipped: [],
    summaries: null,
    ...overrides,
  };
}

/** Begins a session. Throws if another run holds the lease. */
export async function begin(writer: IndexWriter, options: Partial<BeginOptions> = {}): Promise<IndexSession> {
  const begun = await writer.begin({
    fingerprint: FINGERPRINT,
    rebuild: false,
    owner: 'test run',
    ...options,
  });
  if (!('session' in begun)) throw new Error(`the lease is held by ${begun.heldBy}`);
  return begun.session;
}

export interface Step extends Partial<Publication> {
  /** New and changed documents. */
  readonly documents?: readonly Draft[];
}

/** Stages and publishes commit `number` in one session. */
export async function sync(
  writer: IndexWriter,
  number: number,
  { documents = [], ...overrides }: Step = {},
  options: Partial<BeginOptions> = {},
): Promise<IndexStatus> {
  const session = await begin(writer, options);
  try {
    await session.stage(batchOf(documents.map(buildDocument), options.fingerprint));
    return await session.publish(publication(number, overrides));
  } finally {
    await session.abandon();
  }
}
