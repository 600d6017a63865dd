import type { ChangedDocument, PublishRecord } from './history.ts';
import { EMPTY_STATUS, type IndexStatus } from './index-status.ts';
import type { Revision, SourceStatus } from './source.ts';

/** Whether a value that was read from an index has the shape of a record. Checking takes less than parsing its JSON. */
export type Shape = (value: unknown) => boolean;

const text: Shape = (value) => typeof value === 'string';
const date: Shape = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const count: Shape = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);
const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);
const list =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (fields: Readonly<Record<string, Shape>>): Shape => {
  const entries = Object.entries(fields);
  return (value) => isObject(value) && entries.every(([name, shape]) => shape(value[name]));
};
const byName =
  (shape: Shape): Shape =>
  (value) =>
    isObject(value) && Object.values(value).every(shape);

const revision = object({ sha: text, date, subject: text });
const runError = object({ code: text, message: text, advice: text });
const deprecated = optional((value) => value === true);

const root = object({
  path: text,
  at: text,
  include: list(text),
  exclude: list(text),
  site: orNull(text),
  pages: text,
  language: text,
  languages: byName(list(text)),
});

const source = object({
  from: text,
  ref: orNull(text),
  roots: list(root),
  checkedAt: orNull(date),
  behind: count,
  headTag: orNull(text),
  error: optional(runError),
  commit: orNull(revision),
  version: optional(text),
  formerPaths: object({ state: text }),
});

/** An `IndexStatus`. */
export const isStatus: Shape = object({
  sequence: count,
  sources: list(source),
  syncedAt: orNull(date),
  lastRun: orNull(object({ outcome: text, startedAt: date, finishedAt: date, error: optional(runError) })),
  consecutiveFailures: count,
  documents: count,
  chunks: count,
  fingerprint: orNull(
    object({ schema: count, chunker: count, model: orNull(text), dimensions: orNull(count) }),
  ),
  skipped: list(object({ path: text, blob: text, reason: text })),
  due: optional(list(object({ path: text, blob: text, at: date }))),
  summaries: orNull(object({ model: text, version: count, missing: list(text) })),
});

/** A `DocumentEntry`. */
export const isDocumentEntry: Shape = object({
  path: text,
  blob: text,
  title: text,
  url: text,
  description: text,
  summary: text,
  entities: list(text),
  weight: orNull((value) => typeof value === 'number'),
  updatedAt: orNull(text),
  language: text,
  tokens: count,
});

/** A page of the list of all documents. */
export const isListPage: Shape = list(
  object({
    path: text,
    blob: text,
    title: text,
    url: text,
    weight: orNull((value) => typeof value === 'number'),
    updatedAt: orNull(text),
    language: text,
  }),
);

/** The headings of a document. */
export const isOutline: Shape = list(object({ depth: count, text, anchor: text, line: count, deprecated }));

/** A `Chunk`. */
export const isChunk: Shape = object({
  id: text,
  path: text,
  ordinal: count,
  title: text,
  heading: text,
  breadcrumbs: list(text),
  url: text,
  text,
  sections: list(object({ heading: text, breadcrumbs: list(text), url: text, start: count, deprecated })),
  identifiers: list(text),
  tokens: count,
  contentHash: text,
  deprecated,
});

/** The entries of `OutdatedMentions`. */
export const isOutdatedNames: Shape = list(
  (entry) =>
    Array.isArray(entry) && text(entry[0]) && list(object({ name: text, packages: list(text) }))(entry[1]),
);

/** A `PublishRecord`. */
export const isPublishRecord: Shape = object({
  sequence: count,
  publishedAt: date,
  sources: list(
    object({
      from: text,
      ref: orNull(text),
      commit: revision,
      version: optional(text),
      commits: list(revision),
      documents: list(object({ path: text, change: text, previousPath: optional(text) })),
    }),
  ),
});

/** A status as versions with one source and one root recorded it. */
interface SingleSourceStatus {
  /** `github:owner/name@ref:docs/path`, `git:/folder@ref:docs/path` or `dir:/folder`. */
  readonly source?: string | null;
  readonly commit?: Revision | null;
  readonly checkedAt?: string | null;
  readonly docsBehind?: number;
  readonly headTag?: string | null;
  readonly fingerprint?: { readonly siteUrl?: string | null } | null;
}

/** A publish as versions with one source recorded it. */
interface SingleSourcePublish {
  readonly sequence: number;
  readonly commit: Revision;
  readonly publishedAt: string;
  readonly documents: readonly ChangedDocument[];
  readonly commits: readonly Revision[];
}

/** Reads a status as this or an earlier version recorded it. Fields that the record lacks are those of an empty index. */
export function statusFromRecord(record: Partial<IndexStatus> & SingleSourceStatus): IndexStatus {
  const { source, commit, checkedAt, docsBehind, headTag, ...status } = record;
  const sources = status.sources ?? (source == null ? [] : [sourceFromRecord(source, record)]);
  return { ...EMPTY_STATUS, ...status, sources };
}

function sourceFromRecord(source: string, record: SingleSourceStatus): SourceStatus {
  const [, from = source, ref = null, path = ''] = /^((?:github|git):.*)@([^:]*):(.*)$/s.exec(source) ?? [];
  const { commit = null, checkedAt = null, docsBehind = 0, headTag = null, fingerprint } = record;
  const site = fingerprint?.siteUrl ?? null;
  return {
    from,
    ref,
    roots: [
      {
        path,
        at: '',
        include: ['**/*.md'],
        exclude: [],
        site,
        pages: 'hugo',
        language: 'en',
        languages: {},
      },
    ],
    commit,
    checkedAt,
    behind: docsBehind,
    headTag,
    formerPaths: { state: 'unread' },
  };
}

/**
 * Reads an entry of the history as this or an earlier version recorded it.
 * @param source of an index that had one source, whose entries did not name it
 */
export function publishFromRecord(
  record: PublishRecord | SingleSourcePublish,
  source: SourceStatus | undefined,
): PublishRecord {
  if ('sources' in record) return record;
  const { sequence, publishedAt, commit, commits, documents } = record;
  const { from = '', ref = null } = source ?? {};
  return { sequence, publishedAt, sources: [{ from, ref, commit, commits, documents }] };
}
