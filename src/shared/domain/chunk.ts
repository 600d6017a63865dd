/** A passage of a document, one section or several small ones, that is searched and shown as a unit. */
export interface Chunk {
  /** Digest of every other field: equal ids, equal records. */
  readonly id: string;
  /** The document's path. */
  readonly path: string;
  /** Position in the document, from 0. */
  readonly ordinal: number;
  /** The document's title. */
  readonly title: string;
  /** Heading of the section it begins in; the document's title for the text before the first heading. */
  readonly heading: string;
  /** Headings from the outermost section to that one, without the document's title. */
  readonly breadcrumbs: readonly string[];
  /** That section's public address, anchor included. */
  readonly url: string;
  /** The passage as readable Markdown. */
  readonly text: string;
  /** The sections that begin within the text, where small ones stand together. */
  readonly sections: readonly ChunkSection[];
  /** Go identifiers in it, as written. */
  readonly identifiers: readonly string[];
  /** Size of the embedded text in tokens. */
  readonly tokens: number;
  /** sha256 (hex) of exactly the text that is embedded: equal hash, equal vector. */
  readonly contentHash: string;
}

/** A section that begins within a chunk. */
export interface ChunkSection {
  readonly heading: string;
  readonly breadcrumbs: readonly string[];
  readonly url: string;
  /** Where its heading stands in the chunk's text, as Markdown, in UTF-16 code units. */
  readonly start: number;
}

/** A chunk as a store holds it. What an older version of this program did not keep is as in a chunk that has none. */
export function storedChunk(record: Chunk): Chunk {
  return { ...record, sections: (record as Partial<Chunk>).sections ?? [] };
}
