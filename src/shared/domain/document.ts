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
}

/** What lists and search results show of a document. */
export interface DocumentEntry {
  /** Path below the docs root with `/` separators; the document's identity. */
  readonly path: string;
  /** Git blob sha of the file. */
  readonly blob: string;
  readonly title: string;
  /** Public URL under `DOCS_SITE_URL`; the path itself where no site is configured. */
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
  /** Size of `content` in tokens (cl100k_base). */
  readonly tokens: number;
}

/** One Markdown file below the docs root at one revision. */
export interface Document extends DocumentEntry {
  readonly outline: readonly OutlineHeading[];
  /** The file as it is in the repository, decoded from UTF-8 without loss: encoding it again gives the blob. */
  readonly content: string;
}

/** A file that could not be indexed, and why. The previously indexed version, if any, stays in the index. */
export interface SkippedDocument {
  readonly path: string;
  readonly blob: string;
  readonly reason: string;
}
