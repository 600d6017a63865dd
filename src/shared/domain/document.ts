/** A heading of a document. Outlines list headings in document order. */
export interface OutlineHeading {
  /** 1 to 6, as written. */
  readonly depth: number;
  /** Plain text: emphasis and code marks stripped. */
  readonly text: string;
  /** Fragment of the heading's public URL, without `#`. */
  readonly anchor: string;
  /** Line of `Document.content` on which the heading, and so its section, begins; counted from 1. */
  readonly line: number;
  /** What it declares is deprecated: a comment of a Go file says so. */
  readonly deprecated?: true;
}

/** What lists and search results show of a document. */
export interface DocumentEntry {
  /** Path in the index with `/` separators: its root's `at`, then the path below the root. The document's identity. */
  readonly path: string;
  /** Git blob sha of the file. */
  readonly blob: string;
  readonly title: string;
  /** Public address below its root's `site`; the path itself where none is configured. */
  readonly url: string;
  /** Description from the front matter; `''` if there is none. */
  readonly description: string;
  /** The description, the body's first real sentence, or a text written by a language model: display it, never act on it. */
  readonly summary: string;
  /** Go identifiers the document is about, most distinctive first. */
  readonly entities: readonly string[];
  /** Position among its siblings on the site (Hugo `weight`); null if none is given. */
  readonly weight: number | null;
  /** Date from the front matter (`YYYY-MM-DD` or ISO 8601); null if none is given. */
  readonly updatedAt: string | null;
  /** BCP 47, as its root says; `CODE_LANGUAGE` for code; `en` in an index of an older version, which had one language. */
  readonly language: string;
  /** Size of `content` in tokens (cl100k_base). */
  readonly tokens: number;
}

/** What the list of all documents has of each: enough to find one and to order the list. */
export type ListedDocument = Pick<
  DocumentEntry,
  'path' | 'blob' | 'title' | 'url' | 'weight' | 'updatedAt' | 'language'
>;

/** Returns what the list has of a document. */
export function listedDocument(entry: ListedDocument): ListedDocument {
  const { path, blob, title, url, weight, updatedAt, language } = entry;
  return { path, blob, title, url, weight, updatedAt, language };
}

/** The language of code, which readers of every language read: "no linguistic content" in BCP 47. */
export const CODE_LANGUAGE = 'zxx';

/** The language of documents that record none: those of an older version, which knew one language. */
export const DEFAULT_LANGUAGE = 'en';

/** Returns a document's entry, or all of a document, as this version knows it, from a record of any version. */
export function entryFromRecord<D extends DocumentEntry>(record: Omit<D, 'language'> & Partial<D>): D {
  return { ...record, language: record.language ?? DEFAULT_LANGUAGE } as D;
}

/** One file below a root at one revision. */
export interface Document extends DocumentEntry {
  readonly outline: readonly OutlineHeading[];
  /** The file as it is in the repository, decoded from UTF-8 without loss: encoding it again gives the blob. */
  readonly content: string;
}

/**
 * A file that is not indexed, and why. If it could not be read, the previously indexed version, if any, stays in the
 * index.
 */
export interface SkippedDocument {
  readonly path: string;
  readonly blob: string;
  readonly reason: string;
  /** Its site does not publish it, so no version of it stays in the index. */
  readonly unpublished?: true;
}
