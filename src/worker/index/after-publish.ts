import type { Chunk } from '../../shared/domain/chunk.ts';
import { type ListedDocument, listedDocument } from '../../shared/domain/document.ts';
import type { PublishRecord } from '../../shared/domain/history.ts';
import { type Fingerprint, type IndexStatus, sameFingerprint } from '../../shared/domain/index-status.ts';
import type { RunRecord } from '../../shared/domain/run.ts';
import { type SourceIdentity, type SourceStatus, sourceId, withCheck } from '../../shared/domain/source.ts';
import { inOrderOfRoots } from '../../shared/index/list-order.ts';
import { chunkNames, chunkTerms } from '../../shared/lexical/chunk-words.ts';
import {
  type Advance,
  type BeginOptions,
  type CheckedSource,
  MAX_REDIRECTS,
  type Publication,
} from './index-writer.ts';

/** Returns the status after a run that was not skipped, and after what the sources reported during it. */
export function statusAfterRun(
  status: IndexStatus,
  run: RunRecord,
  checks: readonly CheckedSource[] = [],
): IndexStatus {
  return {
    ...status,
    sources: sourcesAfterChecks(status.sources, checks),
    lastRun: run,
    consecutiveFailures: run.outcome === 'failed' ? status.consecutiveFailures + 1 : 0,
  };
}

/** A source that is not recorded yet is added as one of which nothing is indexed. */
function sourcesAfterChecks(
  sources: readonly SourceStatus[],
  checks: readonly CheckedSource[],
): SourceStatus[] {
  const checkById = new Map(checks.map((check) => [sourceId(check), check]));
  const checked = sources.map((source): SourceStatus => {
    const check = checkById.get(sourceId(source));
    if (check === undefined) return source;
    checkById.delete(sourceId(source));
    return withCheck(source, check);
  });
  return [...checked, ...[...checkById.values()].map((check) => withCheck(undefined, check))];
}

/** What the index itself adds to the status with a publish. */
export interface PublishedContents {
  readonly fingerprint: Fingerprint;
  readonly documents: number;
  readonly chunks: number;
}

/** Returns the status after a publish. Sequences continue across generations, so that each number is used once. */
export function statusAfterPublish(
  status: IndexStatus,
  publication: Publication,
  contents: PublishedContents,
): IndexStatus {
  return {
    ...status,
    ...contents,
    sequence: status.sequence + 1,
    sources: publication.sources,
    syncedAt: publication.publishedAt,
    skipped: publication.skipped,
    due: publication.due ?? [],
    summaries: publication.summaries,
  };
}

/** Returns the status after sources moved on to commits at which no document differs. */
export function statusAfterAdvance(
  status: IndexStatus,
  { sources, skipped, due = [], summaries }: Advance,
): IndexStatus {
  return { ...status, sources, skipped, due, summaries };
}

/** Returns the entry of a publish in the history. */
export function publishRecord({ publishedAt, published }: Publication, sequence: number): PublishRecord {
  return { sequence, publishedAt, sources: published };
}

/** Whether a sync must build a new generation instead of continuing the published one. */
export function needsRebuild(
  status: IndexStatus,
  { fingerprint, rebuild }: Pick<BeginOptions, 'fingerprint' | 'rebuild'>,
): boolean {
  return rebuild || status.fingerprint === null || !sameFingerprint(status.fingerprint, fingerprint);
}

/**
 * Returns the redirects after a publish, the newest first, at most `MAX_REDIRECTS`. Each leads from a path that is not a
 * document to the current path of the document that was there; chains of renames are resolved. Redirects to a document
 * that another has replaced are dropped.
 * @param before former path → path, as of the last publish, the newest first
 * @param changes the renames of the publish, and the former paths found in the sources' histories, which are older than
 *   any of `before`
 * @param isDocument whether a path is a document after the publish
 */
export function redirectsAfter(
  before: ReadonlyMap<string, string>,
  { renamed, formerPaths }: Pick<Publication, 'renamed' | 'formerPaths'>,
  isDocument: (path: string) => boolean,
): Map<string, string> {
  const redirects = new Map<string, string>();
  for (const [former, path] of [
    ...renamed,
    ...followRenames(before, renamed),
    ...(formerPaths?.found ?? []),
  ]) {
    if (redirects.size >= MAX_REDIRECTS) break;
    if (redirects.has(former) || isDocument(former) || !isDocument(path)) continue;
    redirects.set(former, path);
  }
  return redirects;
}

/**
 * Follows what leads to documents through the renames of a publish. Drops what leads to a document that another has
 * replaced.
 * @param renamed former path → path, applied simultaneously: two documents may have swapped paths
 */
export function followRenames(
  before: Iterable<readonly [string, string]>,
  renamed: ReadonlyMap<string, string>,
): [string, string][] {
  const replaced = new Set(renamed.values());
  return [...before].flatMap(([former, path]): [string, string][] => {
    const next = renamed.get(path) ?? (replaced.has(path) ? undefined : path);
    return next === undefined ? [] : [[former, next]];
  });
}

/** Documents of a page, some 60 KB. A publish writes the pages that differ, and a reader reads them one by one. */
const DOCUMENTS_PER_PAGE = 256;
/** Titles may be long. A document that is longer is a page of its own. */
const CHARACTERS_PER_PAGE = 256 * 1024;

/** What a publish does to the list of documents. */
export interface ListChange {
  /** With whatever else is known of them. */
  readonly staged: readonly ListedDocument[];
  /** Paths; of those that are also staged, the staged document counts. */
  readonly removed: readonly string[];
  /** As of the publish: the list follows their order. */
  readonly sources: readonly Pick<SourceIdentity, 'roots'>[];
}

/** Returns the pages of the list after a publish. @param before the list it changes, in any order */
export function listPagesAfter(
  before: readonly ListedDocument[],
  { staged, removed, sources }: ListChange,
): (readonly ListedDocument[])[] {
  const byPath = new Map(before.map((document) => [document.path, document]));
  for (const path of removed) byPath.delete(path);
  for (const entry of staged) byPath.set(entry.path, listedDocument(entry));
  const documents = inOrderOfRoots([...byPath.values()], sources);
  return pagesOf(documents);
}

function pagesOf(documents: readonly ListedDocument[]): (readonly ListedDocument[])[] {
  const pages: ListedDocument[][] = [];
  let characters = 0;
  for (const document of documents) {
    const size = document.path.length + document.title.length + document.url.length;
    const page = pages.at(-1);
    if (page === undefined || page.length === DOCUMENTS_PER_PAGE || characters + size > CHARACTERS_PER_PAGE) {
      pages.push([document]);
      characters = size;
    } else {
      page.push(document);
      characters += size;
    }
  }
  return pages;
}

/**
 * What a publish changes in the number of chunks that contain each term and each name: counted from the chunks that it adds
 * and removes, so that it costs what they cost, and a word disappears with its last chunk.
 */
export class WordChanges {
  /** Term → chunks added minus chunks removed; never 0. */
  readonly terms = new Map<string, number>();
  /** The same of names. */
  readonly names = new Map<string, number>();

  add(chunk: Chunk): void {
    this.#count(chunk, 1);
  }

  remove(chunk: Chunk): void {
    this.#count(chunk, -1);
  }

  #count(chunk: Chunk, by: 1 | -1): void {
    for (const term of chunkTerms(chunk)) addTo(this.terms, term, by);
    for (const name of chunkNames(chunk)) addTo(this.names, name, by);
  }
}

function addTo(counts: Map<string, number>, word: string, by: number): void {
  const count = (counts.get(word) ?? 0) + by;
  if (count === 0) counts.delete(word);
  else counts.set(word, count);
}
