import { createHash } from 'node:crypto';
import { isoTime } from '../../src/shared/clock.ts';
import type { IndexStatus } from '../../src/shared/domain/index-status.ts';
import type { SourceStatus } from '../../src/shared/domain/source.ts';
import type { IndexWriter } from '../../src/worker/index/index-writer.ts';
import { markdownFormat } from '../../src/worker/prepare/markdown-format.ts';
import { prepareDocument } from '../../src/worker/prepare/prepare-document.ts';
import { blobSha } from '../../src/worker/source/document-files.ts';
import { wantedFingerprint } from '../../src/worker/sync/sync-run.ts';
import { rootWith } from './source-builder.ts';

export interface PublishedDocuments {
  /** Path → content of the new and changed documents. */
  readonly documents: Readonly<Record<string, string>>;
  readonly removed?: readonly string[];
  /** Former path → new path. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Public address of the documents, on a site made by Hugo. */
  readonly siteUrl?: string | null;
  readonly subject?: string;
  /** When the source was checked and the run finished, in milliseconds since the epoch. */
  readonly at?: number;
  readonly behind?: number;
}

/** Publishes documents as a sync does, without a docs source and without vectors. */
export async function publishDocuments(
  writer: IndexWriter,
  publication: PublishedDocuments,
): Promise<IndexStatus> {
  const {
    documents,
    removed = [],
    renamed = {},
    siteUrl = 'https://docs.example.com/eino',
    at = Date.now(),
  } = publication;
  const begun = await writer.begin({
    fingerprint: wantedFingerprint(null),
    rebuild: false,
    owner: 'test',
  });
  if (!('session' in begun)) throw new Error(`the lease is held by ${begun.heldBy}`);
  const { session } = begun;
  const root = rootWith({ path: 'content/en/docs/eino', site: siteUrl });
  const prepared = Object.entries(documents).map(([path, content]) => {
    const bytes = Buffer.from(content, 'utf8');
    const file = { path, blob: blobSha(bytes), size: bytes.byteLength, bytes };
    const made = prepareDocument(file, { root, now: at }, markdownFormat);
    if (!('document' in made)) throw new Error(`${path} is skipped: ${made.reason}`);
    return made;
  });
  const known = await session.manifest();
  await session.stage({ documents: prepared, vectors: new Map() });
  const time = isoTime(at);
  const commit = {
    sha: createHash('sha1').update(JSON.stringify(publication)).digest('hex'),
    date: time,
    subject: publication.subject ?? 'docs: write them',
  };
  const source: SourceStatus = {
    from: 'github:o/r',
    ref: 'main',
    roots: [root],
    commit,
    checkedAt: time,
    behind: publication.behind ?? 0,
    headTag: null,
    formerPaths: { state: 'unread' },
  };
  const status = await session.publish({
    sources: [source],
    publishedAt: time,
    removed: [...removed, ...Object.keys(renamed)],
    renamed: new Map(Object.entries(renamed)),
    published: [
      {
        from: source.from,
        ref: source.ref,
        commit,
        commits: [],
        documents:
          known.size === 0
            ? []
            : [
                ...Object.keys(documents).map((path) => {
                  const previous = Object.keys(renamed).find((former) => renamed[former] === path);
                  return previous === undefined
                    ? { path, change: known.has(path) ? ('modified' as const) : ('added' as const) }
                    : { path, change: 'renamed' as const, previousPath: previous };
                }),
                ...removed.map((path) => ({ path, change: 'removed' as const })),
              ],
      },
    ],
    skipped: [],
    summaries: null,
  });
  await session.abandon();
  await writer.recordRun({ outcome: 'published', startedAt: time, finishedAt: time }, [source]);
  return status;
}
