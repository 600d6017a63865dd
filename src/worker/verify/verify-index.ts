import { createHash } from 'node:crypto';
import { listedDocument, type SkippedDocument } from '../../shared/domain/document.ts';
import {
  type Fingerprint,
  type IndexStatus,
  modelLimits,
  sameFingerprint,
} from '../../shared/domain/index-status.ts';
import { type Revision, rootOf, sourceId } from '../../shared/domain/source.ts';
import type { IndexedDocument, IndexReader } from '../../shared/index/index-reader.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { canonicalJson } from '../canonical-json.ts';
import { type DocumentPreparer, type PreparationJob, prepareInOrder } from '../prepare/document-preparer.ts';
import type { PreparedDocument } from '../prepare/prepared-document.ts';
import type { SourceSet } from '../source/source-set.ts';
import { isSameList } from '../sync/ask-sources.ts';
import { WordCheck } from './check-words.ts';

export interface VerifyDeps {
  readonly sources: SourceSet;
  readonly reader: IndexReader;
  readonly preparer: DocumentPreparer;
  /** The fingerprint the index must have. */
  readonly fingerprint: Fingerprint;
}

/** The differences between an index and its sources. All lists are sorted; all but the last hold paths. */
export interface Findings {
  /** The commits the documents were compared at, by source id. */
  readonly commits: readonly { readonly source: string; readonly commit: Revision }[];
  /** Number of documents that were compared. */
  readonly checked: number;
  /** Files of the sources that could not be indexed: nothing or a former version of them is published. */
  readonly skipped: readonly string[];
  /** In a source, not in the index. */
  readonly missing: readonly string[];
  /** In the index, not in a source. */
  readonly unexpected: readonly string[];
  /** In both, but the published document or one of its chunks is wrong. */
  readonly different: readonly string[];
  /** Documents with a chunk that lacks a vector; empty for a lexical index. */
  readonly withoutVectors: readonly string[];
  /** Terms and names that are published for look-ups otherwise than the chunks have them. */
  readonly words: readonly string[];
}

export function isIntact({ missing, unexpected, different, withoutVectors, words }: Findings): boolean {
  return [missing, unexpected, different, withoutVectors, words].every((found) => found.length === 0);
}

/**
 * Reads the sources at the indexed commits again, prepares their documents and compares them with the published ones.
 * Files that could not be indexed at those commits are not compared, nor are summaries that a language model wrote.
 * @throws OperationalError `INDEX_EMPTY` or `INDEX_OTHER_SETTINGS` if there is nothing to compare, `INDEX_CHANGED` if a
 * sync published meanwhile
 */
export async function verifyIndex(deps: VerifyDeps, signal: AbortSignal): Promise<Findings> {
  const { sources, reader, preparer } = deps;
  const status = await reader.status(signal);
  const now = timeOfIndex(status);
  const commits = comparableCommits(status, deps);
  const digestOf = status.summaries === null ? digest : digestWithoutSummary;
  const { digests, listedOnly, withoutVectors, words } = await digestIndex(reader, status, digestOf, signal);
  const skipped = new Map(status.skipped.map((document) => [document.path, document]));
  const manifest = new Map<string, string>();
  for (const [id, commit] of commits) {
    for (const [path, blob] of await sources.source(id).manifest(commit, signal)) manifest.set(path, blob);
  }
  const limits = modelLimits(deps.fingerprint);
  const roots = sources.identities.flatMap((source) => source.roots);

  const missing: string[] = [];
  const different: string[] = [];
  const notCompared: string[] = [];
  let checked = 0;
  const files = [...manifest].map(([path, blob]) => ({ path, blob }));
  async function* jobs(): AsyncGenerator<PreparationJob> {
    for await (const file of sources.read(files, commits, signal)) {
      if ('failed' in file) throw file.error;
      const root = rootOf(roots, file.path);
      if (root === undefined) throw new RangeError(`no root has a document ${file.path}`);
      yield { file, root, now, limits };
    }
  }
  for await (const { file, made: expected } of prepareInOrder(preparer, jobs(), signal)) {
    const published = digests.get(file.path);
    if ('reason' in expected) {
      (isRecorded(expected, skipped) ? notCompared : different).push(file.path);
      continue;
    }
    checked++;
    if (published === undefined) missing.push(file.path);
    else if (published !== digestOf(expected)) different.push(file.path);
  }
  const unexpected = [...digests.keys(), ...listedOnly].filter((path) => !manifest.has(path));
  return {
    commits: [...commits].map(([source, commit]) => ({ source, commit })),
    checked,
    skipped: notCompared.sort(),
    missing: missing.sort(),
    unexpected: unexpected.sort(),
    different: different.sort(),
    withoutVectors,
    words,
  };
}

/** The last time of which the index is known to be right: which pages are published depends on it. */
function timeOfIndex({ lastRun, syncedAt }: IndexStatus): number {
  const ranAt = lastRun === null || lastRun.outcome === 'failed' ? syncedAt : lastRun.startedAt;
  return Math.max(Date.parse(ranAt ?? ''), Date.parse(syncedAt ?? '')) || 0;
}

/** The indexed commit of every source that is indexed, by source id. */
function comparableCommits(status: IndexStatus, { sources, fingerprint }: VerifyDeps): Map<string, Revision> {
  const indexed = status.sources.flatMap((source) =>
    source.commit === null ? [] : [[sourceId(source), source.commit] as const],
  );
  if (indexed.length === 0 || status.fingerprint === null) {
    throw new OperationalError('INDEX_EMPTY', 'nothing has been published yet.', 'Run sync first.');
  }
  if (!isSameList(status.sources, sources.identities) || !sameFingerprint(status.fingerprint, fingerprint)) {
    throw new OperationalError(
      'INDEX_OTHER_SETTINGS',
      `the index was built from ${status.sources.map(sourceId).join(', ')} with other settings.`,
      'Use the settings of the last sync, or run sync to update the index to the current settings.',
    );
  }
  return new Map(indexed);
}

interface IndexDigest {
  /** Path → digest of the document and its chunks; another text if the list has it otherwise. */
  readonly digests: ReadonlyMap<string, string>;
  /** Paths that the list has and no document. */
  readonly listedOnly: readonly string[];
  readonly withoutVectors: readonly string[];
  readonly words: readonly string[];
}

/** Keeps one digest a document, so that memory stays small whatever the size of the corpus. */
async function digestIndex(
  reader: IndexReader,
  { sequence, fingerprint }: IndexStatus,
  digestOf: (prepared: PreparedDocument) => string,
  signal: AbortSignal,
): Promise<IndexDigest> {
  const list = await reader.list(signal);
  const listed = new Map(list.documents.map((document) => [document.path, canonicalJson(document)]));
  const digests = new Map<string, string>();
  const withoutVectors: string[] = [];
  const check = new WordCheck();
  for await (const indexed of reader.scan(signal)) {
    const { path } = indexed.document;
    const isListed = listed.get(path) === canonicalJson(listedDocument(indexed.document));
    listed.delete(path);
    digests.set(path, isListed ? digestOf(withoutVectorFlags(indexed)) : 'listed otherwise');
    const lacksVector = fingerprint?.model != null && indexed.chunks.some((chunk) => !chunk.hasVector);
    if (lacksVector) withoutVectors.push(indexed.document.path);
    for (const chunk of indexed.chunks) check.add(chunk);
  }
  const words = await check.differences(reader, signal);
  if ((await reader.status(signal)).sequence !== sequence) {
    throw new OperationalError(
      'INDEX_CHANGED',
      'a sync published a new sequence while the index was being read.',
      'Run verify again.',
    );
  }
  return { digests, listedOnly: [...listed.keys()], withoutVectors, words };
}

function withoutVectorFlags({ document, chunks }: IndexedDocument): PreparedDocument {
  return { document, chunks: chunks.map(({ hasVector: _, ...chunk }) => chunk) };
}

function digest({ document, chunks }: PreparedDocument): string {
  return createHash('sha256').update(canonicalJson({ document, chunks })).digest('hex');
}

/** A summary by a language model is left out: asked again, the model may answer differently. */
function digestWithoutSummary({ document, chunks }: PreparedDocument): string {
  return digest({ document: { ...document, summary: '' }, chunks });
}

function isRecorded({ path, blob }: SkippedDocument, skipped: ReadonlyMap<string, SkippedDocument>): boolean {
  return skipped.get(path)?.blob === blob;
}
