import { z } from 'zod';
import { isListPage } from '../../domain/index-records.ts';
import type { PointKind } from './points.ts';

/** What the payloads of our points are made of, as far as this program relies on it. Other fields are left as they are. */

const text = z.string();
const count = z.number().nonnegative();
const texts = z.array(text);

const revision = z.looseObject({ sha: text, date: text, subject: text });
const runError = z.looseObject({ code: text, message: text, advice: text });

const heading = z.looseObject({ depth: count, text, anchor: text, line: count });
const entry = z.looseObject({
  path: text,
  blob: text,
  title: text,
  url: text,
  description: text,
  summary: text,
  entities: texts,
  weight: z.number().nullable(),
  updatedAt: text.nullable(),
  language: text.optional(),
  tokens: count,
});

const chunk = z.looseObject({
  id: text,
  path: text,
  ordinal: count,
  title: text,
  heading: text,
  breadcrumbs: texts,
  url: text,
  text,
  sections: z.array(z.looseObject({ heading: text, breadcrumbs: texts, url: text, start: count })).optional(),
  identifiers: texts,
  tokens: count,
  contentHash: text,
});

const wordCounts = z.array(z.tuple([text, count]));

const changedDocument = z.looseObject({ path: text, change: text, previousPath: text.optional() });
const published = { commit: revision, commits: z.array(revision), documents: z.array(changedDocument) };
const publish = z.union([
  z.looseObject({
    sequence: count,
    publishedAt: text,
    sources: z.array(z.looseObject({ from: text, ref: text.nullable(), ...published })),
  }),
  // Of versions with one source.
  z.looseObject({ sequence: count, publishedAt: text, sources: z.undefined().optional(), ...published }),
]);

const root = z.looseObject({
  path: text,
  at: text,
  include: texts,
  exclude: texts,
  site: text.nullable(),
  pages: text,
  language: text,
  languages: z.record(text, texts),
});
const check = {
  checkedAt: text.nullable(),
  behind: count,
  headTag: text.nullable(),
  error: runError.optional(),
};
const identity = { from: text, ref: text.nullable(), roots: z.array(root) };
const indexedSource = z.looseObject({
  ...identity,
  ...check,
  commit: revision.nullable(),
  version: text.optional(),
  formerPaths: z.looseObject({ state: z.enum(['unread', 'reading', 'complete']) }),
});
const fingerprint = z.looseObject({
  schema: count,
  chunker: count,
  model: text.nullable(),
  dimensions: count.nullable(),
  documentPrefix: text.optional(),
  maxTokens: count.optional(),
});

/** The state point. Its groups of fields may be those of versions with one source. */
export const STATE_SHAPE = z
  .looseObject({
    kind: z.literal('state'),
    layout: count,
    points_layout: count.optional(),
    generation: text,
    sequence: count,
    switched_at: count,
    published: z.looseObject({
      sources: z.array(indexedSource).optional(),
      commit: revision.nullish(),
      source: text.nullish(),
      syncedAt: text.nullish(),
      documents: count,
      chunks: count,
      fingerprint: fingerprint.nullable(),
      skipped: z.array(z.looseObject({ path: text, blob: text, reason: text })).optional(),
      due: z.array(z.looseObject({ path: text, blob: text, at: text })).optional(),
      summaries: z.looseObject({ model: text, version: count, missing: texts }).nullish(),
    }),
    check: z.looseObject({
      sources: z.array(z.looseObject({ ...identity, ...check })).optional(),
      checkedAt: text.nullish(),
      docsBehind: count.optional(),
      headTag: text.nullish(),
    }),
    run: z.looseObject({
      lastRun: z
        .looseObject({ outcome: text, startedAt: text, finishedAt: text, error: runError.optional() })
        .nullish(),
      consecutiveFailures: count,
    }),
    redirects: z.array(z.tuple([text, text])),
    outdated_names: z
      .array(z.tuple([text, z.array(z.looseObject({ name: text, packages: texts }))]))
      .optional(),
    history_positions: z.record(text, z.unknown()).optional(),
    lease_owner: text,
    lease_until: z.number(),
    lease_released: text,
  })
  .partial();

/** Each kind of point, with the fields that were requested. */
export const PAYLOAD_SHAPES: Readonly<Record<PointKind, z.ZodType>> = {
  document: z
    .looseObject({ path: text, entry: entry.partial(), outline: z.array(heading), content: text })
    .partial(),
  chunk: z.looseObject({ path: text, content_hash: text, chunk: chunk.partial() }).partial(),
  list: z.looseObject({ page: count, documents: z.custom(isListPage) }).partial(),
  publish: z.looseObject({ record: publish }).partial(),
  words: z.looseObject({ bucket: count, terms: wordCounts, bm25_terms: wordCounts }).partial(),
  name: z.looseObject({ name: text, chunks: count }).partial(),
};

/** A chunk, whole. */
export const CHUNK_SHAPE = z.looseObject({ chunk });

/** A chunk with what documents are grouped by. */
export const GROUPED_CHUNK_SHAPE = z.looseObject({ chunk: chunk.pick({ path: true, ordinal: true }) });

/** The entry of a document, whole. */
export const ENTRY_SHAPE = z.looseObject({ entry });
