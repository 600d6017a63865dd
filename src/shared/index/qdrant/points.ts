import { createHash } from 'node:crypto';
import type { Schemas } from '@qdrant/js-client-rest';
import type { Chunk } from '../../domain/chunk.ts';
import type { DocumentEntry, OutlineHeading } from '../../domain/document.ts';
import type { PublishRecord } from '../../domain/history.ts';
import { FIELD_WEIGHTS, lexicalFields } from '../../lexical/lexical-fields.ts';
import { queryTerms } from '../../lexical/query-terms.ts';

export type Filter = Schemas['Filter'];
type Condition = Schemas['Condition'];

/** Names of the vectors a chunk's point carries. */
export const DENSE = 'dense';
export const BM25 = 'bm25';

/** From which published sequence on a point is visible, and from which on no more; without `until` it still is. */
interface Lifetime {
  readonly since: number;
  readonly until?: number;
}

export interface ChunkPayload extends Lifetime {
  readonly kind: 'chunk';
  readonly path: string;
  readonly folders: readonly string[];
  readonly content_hash: string;
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

/** What a publish brought; `since` is its own sequence. */
export interface PublishPayload extends Lifetime {
  readonly kind: 'publish';
  readonly record: PublishRecord;
}

export type PointKind = 'chunk' | 'document' | 'publish';

/** The index's fields that requests filter on, and how each is indexed. */
export const INDEXED_FIELDS = {
  kind: 'keyword',
  path: 'keyword',
  folders: 'keyword',
  content_hash: 'keyword',
  since: 'integer',
  until: 'integer',
  lease_owner: 'keyword',
  lease_until: 'integer',
} as const;

/**
 * The id of a point: the same for the same thing staged for the same sequence, so that staging again overwrites.
 * A UUID of version 8 (RFC 9562), made of a digest.
 */
export function pointId(kind: PointKind, key: string, since: number): string {
  const hex = createHash('sha256').update(`${kind}\n${since}\n${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Points of a kind that readers of a sequence see. */
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

/** Every folder a path lies in, outermost first, each with its slash: `a/b/c.md` → `a/`, `a/b/`. */
export function foldersOf(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
}

type Document = Schemas['Document'];

/**
 * Qdrant computes the vector, of documents and of queries alike, so both must be told the same. The words without
 * meaning are dropped from queries by us, and only there, as for every index. A chunk of the EINO documentation has
 * 235 words on average, repetitions included.
 */
const OPTIONS = {
  language: 'english',
  tokenizer: 'word',
  stopwords: { languages: [], custom: [] },
  avg_len: 235,
} as const;

/** What Qdrant makes a chunk's sparse vector of. */
export function chunkDocument(chunk: Chunk): Document {
  const fields = lexicalFields(chunk);
  const names = Object.keys(FIELD_WEIGHTS) as (keyof typeof FIELD_WEIGHTS)[];
  // BM25 in Qdrant knows one text, so a field that counts more is repeated.
  return bm25(names.map((name) => `${fields[name]}\n`.repeat(FIELD_WEIGHTS[name])).join(''));
}

/** What Qdrant makes a query's sparse vector of; null where it has no word. */
export function queryDocument(query: string): Document | null {
  const terms = queryTerms(query);
  return terms.length === 0 ? null : bm25(terms.join(' '));
}

function bm25(text: string): Document {
  return { text, model: 'qdrant/bm25', options: OPTIONS };
}
