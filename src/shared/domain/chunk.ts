/** A passage of a document, at most one section, that is searched and shown as a unit. */
export interface Chunk {
  /** Digest of every other field: equal ids, equal records. */
  readonly id: string;
  /** The document's path. */
  readonly path: string;
  /** Position in the document, from 0. */
  readonly ordinal: number;
  /** The document's title. */
  readonly title: string;
  /** Heading of the section; the document's title for the text before the first heading. */
  readonly heading: string;
  /** Headings from the outermost section to this one, without the document's title. */
  readonly breadcrumbs: readonly string[];
  /** The section's public address, anchor included. */
  readonly url: string;
  /** The passage as readable Markdown. */
  readonly text: string;
  /** Go identifiers in it, as written. */
  readonly identifiers: readonly string[];
  /** Size of the embedded text in tokens. */
  readonly tokens: number;
  /** sha256 (hex) of exactly the text that is embedded: equal hash, equal vector. */
  readonly contentHash: string;
}
