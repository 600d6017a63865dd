import { createHash } from 'node:crypto';

/** A passage of a document, at most one section or several small ones, searched and shown as a unit. */
export interface Chunk {
  /** Digest of every other field: equal ids, equal records. */
  readonly id: string;
  /** The document's path. */
  readonly path: string;
  /** Position in the document, from 0. */
  readonly ordinal: number;
  /** The document's title. */
  readonly title: string;
  /** Heading of the section the chunk begins in; the document's title for text before the first heading. */
  readonly heading: string;
  /** Headings from the outermost section down to that one, without the document's title. */
  readonly breadcrumbs: readonly string[];
  /** Public address of that section, anchor included. */
  readonly url: string;
  /** The passage as readable Markdown. */
  readonly text: string;
  /** Sections that begin within the text; empty unless several small sections share the chunk. */
  readonly sections: readonly ChunkSection[];
  /** Go identifiers in the text, as written. */
  readonly identifiers: readonly string[];
  /** Size of the embedded text in tokens. */
  readonly tokens: number;
  /** sha256 (hex) of exactly the text that is embedded: equal hash, equal vector. */
  readonly contentHash: string;
  /** What the section it begins in declares is deprecated. `isDeprecated` tells about all of the chunk. */
  readonly deprecated?: true;
}

/** A section that begins within a chunk. */
export interface ChunkSection {
  readonly heading: string;
  readonly breadcrumbs: readonly string[];
  readonly url: string;
  /** Offset of the section's heading in the chunk's text, in UTF-16 code units. */
  readonly start: number;
  /** What it declares is deprecated. */
  readonly deprecated?: true;
}

/** Whether everything that a chunk is about is deprecated. */
export function isDeprecated({ deprecated, sections }: Pick<Chunk, 'deprecated' | 'sections'>): boolean {
  return deprecated === true && sections.every((section) => section.deprecated === true);
}

/** Restores a chunk from the record an index holds. Records written by older versions have no `sections`. */
export function chunkFromRecord(record: Chunk): Chunk {
  return { ...record, sections: (record as Partial<Chunk>).sections ?? [] };
}

/**
 * Returns the text a chunk is embedded as: title and breadcrumbs, then its text. Paths and link targets are left out,
 * so that renaming a document changes neither its own vectors nor those of documents that link to it.
 */
export function embeddedText(chunk: Pick<Chunk, 'title' | 'breadcrumbs' | 'text'>): string {
  return `${[chunk.title, ...chunk.breadcrumbs].join(' > ')}\n\n${withoutLinkTargets(chunk.text)}`;
}

/** Returns the content hash (sha256, hex) of an embedded text. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Target and title of a Markdown link or image; a target may contain balanced parentheses. */
const LINK_TARGET = /\]\((?:https?:\/\/|\.{0,2}\/|#)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: "[^"\n]*")?\)/g;

/**
 * Removes link targets from Markdown: they say nothing about its subject. Only what looks like an address is removed,
 * because in code an index expression may be followed by a call (`handlers[0](ctx)`).
 */
export function withoutLinkTargets(markdown: string): string {
  return markdown.replace(LINK_TARGET, ']');
}
