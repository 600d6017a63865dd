import { createHash } from 'node:crypto';
import type { Schemas } from '@qdrant/js-client-rest';
import type { Chunk } from '../../domain/chunk.ts';
import type { DocumentEntry, ListedDocument, OutlineHeading } from '../../domain/document.ts';
import type { PublishRecord } from '../../domain/history.ts';
import { queryTerms } from '../../lexical/lexical-terms.ts';

export type Filter = Schemas['Filter'];
export type Condition = Schemas['Condition'];

/** Names of the vectors of a chunk's point. */
export const DENSE_VECTOR = 'dense';
export const BM25_VECTOR = 'bm25';
/** Name of the vector of a name's point: its spelling keys, each with the value 1. */
export const SPELLING_VECTOR = 'spelling';

/** Readers see a point from sequence `since` on, up to but not including `until`, where that is set. */
interface Lifetime {
  readonly since: number;
  readonly until?: number;
}

export interface ChunkPayload extends Lifetime {
  readonly kind: 'chunk';
  readonly path: string;
  readonly folders: readonly string[];
  readonly content_hash: string;
  /** Of its document; absent from points of older versions. */
  readonly language?: string;
  readonly chunk: Chunk;
}

export interface DocumentPayload extends Lifetime {
  readonly kind: 'document';
  readonly path: string;
  readonly folders: readonly string[];
  readonly entry: DocumentEntry;
  readonly outline: readonly OutlineHeading[];
  readonly content: string;
}

/** One publish in the history; `since` is its own sequence. */
export interface PublishPayload extends Lifetime {
  readonly kind: 'publish';
  readonly record: PublishRecord;
}

/** A page of the list of all documents, in its order. */
export interface ListPagePayload extends Lifetime {
  readonly kind: 'list';
  /** From 0. */
  readonly page: number;
  readonly documents: readonly ListedDocument[];
}

/** How many chunks contain each of some words: those of one bucket (see `bucketOf`). */
export interface WordsPayload extends Lifetime {
  readonly kind: 'words';
  readonly bucket: number;
  /** The terms of chunks, for spelling (see `chunkTerms`). */
  readonly terms: readonly WordCount[];
  /** Those that the vectors of chunks are made of (see `bm25TermsOf`). */
  readonly bm25_terms: readonly WordCount[];
}

/** A word and how many chunks contain it, at least one. */
export type WordCount = readonly [word: string, chunks: number];

/** A name in chunks (see `chunkNames`). */
export interface NamePayload extends Lifetime {
  readonly kind: 'name';
  readonly name: string;
  /** How many chunks contain it, at least one. */
  readonly chunks: number;
}

export type PointKind = 'chunk' | 'document' | 'list' | 'publish' | 'words' | 'name';

const ON_DISK = { on_disk: true } as const;
const RANGES_ONLY = { type: 'integer', lookup: false, range: true } as const;
const VALUES_ONLY = { type: 'integer', lookup: true, range: false } as const;

/**
 * The payload fields that filters use, and how each is indexed. Those that have a value of their own in most points are on
 * disk: their indexes would take the most memory, and look-ups ask for few values.
 */
export const INDEXED_FIELDS = {
  kind: 'keyword',
  path: { type: 'keyword', ...ON_DISK },
  folders: 'keyword',
  content_hash: { type: 'keyword', ...ON_DISK },
  language: 'keyword',
  since: RANGES_ONLY,
  until: RANGES_ONLY,
  bucket: VALUES_ONLY,
  name: { type: 'keyword', ...ON_DISK },
  lease_owner: 'keyword',
  lease_until: RANGES_ONLY,
} as const;

/**
 * Returns the id of a point. Deterministic, so that staging the same thing again for the same sequence overwrites it.
 * A UUID of version 8 (RFC 9562), made of a digest.
 */
export function pointId(kind: PointKind, key: string, since: number): string {
  const hex = createHash('sha256').update(`${kind}\n${since}\n${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Matches the points of a kind that readers of a sequence see. */
export function visibleAt(
  sequence: number,
  kind: PointKind,
): Filter & { must: Condition[]; must_not: Condition[] } {
  return {
    must: [
      { key: 'kind', match: { value: kind } },
      { key: 'since', range: { lte: sequence } },
    ],
    must_not: [{ key: 'until', range: { lte: sequence } }],
  };
}

/** The spelling keys of a name, or those that a word is looked up by: their product is how many the two share. */
export function spellingVector(keys: readonly number[]): Schemas['SparseVector'] {
  return { indices: [...keys], values: keys.map(() => 1) };
}

/** Matches points whose path is one of these. */
export function atPaths(paths: readonly string[]): Condition {
  return { key: 'path', match: { any: [...paths] } };
}

/** Returns every folder that contains a path, outermost first, with a trailing slash: `a/b/c.md` → `a/`, `a/b/`. */
export function foldersOf(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
}

/**
 * Returns what Qdrant computes the vector of a query from in a generation of layout 2, in which it computed those of the
 * chunks; null if the query has no terms.
 */
export function queryInLayout2(query: string): Schemas['Document'] | null {
  const terms = queryTerms(query);
  return terms.length === 0
    ? null
    : { text: terms.join(' '), model: 'qdrant/bm25', options: LAYOUT_2_OPTIONS };
}

/** As the chunks were written. Qdrant's stop words are off because `queryTerms` removes them, and from queries only. */
const LAYOUT_2_OPTIONS = {
  language: 'english',
  tokenizer: 'word',
  stopwords: { languages: [], custom: [] },
  avg_len: 235,
} as const;
