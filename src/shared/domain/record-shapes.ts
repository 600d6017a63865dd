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
