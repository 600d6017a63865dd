/** A heading of a document, in the order of the page. */
export interface OutlineHeading {
  /** 1 to 6, as written. */
  readonly depth: number;
  /** Plain text: emphasis and code marks stripped. */
  readonly text: string;
  /** Fragment of the heading on the public page, without `#`. */
  readonly anchor: string;
  /** Line of `Document.content` the heading stands on, from 1: where its section begins. */
  readonly line: number;
}

/** What lists and search results show of a document. */
export interface DocumentEntry {
  /** Path below the docs root with `/` separators; the document's identity. */
  readonly path: string;
  /** Git blob sha of the bytes it was made from. */
  readonly blob: string;
  readonly title: string;
  /** The public page under `DOCS_SITE_URL`; without a site, the path itself. */
  readonly url: string;
  /** The front matter's description, `''` where there is none. */
  readonly description: string;
  /** The description or the first real sentence of the body, or what a language model wrote about it: to be shown, never trusted. */
  readonly summary: string;
  /** Go identifiers the page is about, most telling first. */
  readonly entities: readonly string[];
  /** Position among its siblings on the site (Hugo `weight`), null where none is given. */
  readonly weight: number | null;
  /** The front matter's date (`YYYY-MM-DD` or ISO 8601), null where none is given. */
  readonly updatedAt: string | null;
  /** Size of `content` in tokens (cl100k_base). */
  readonly tokens: number;
}

/** One markdown page below the docs root at one revision. */
export interface Document extends DocumentEntry {
  readonly outline: readonly OutlineHeading[];
  /** The file as it is in the repository, decoded from UTF-8 without any loss: encoding it again gives the blob. */
  readonly content: string;
}

/** A file that could not become a document, and why. Its previously indexed version, if any, stays. */
export interface SkippedDocument {
  readonly path: string;
  readonly blob: string;
  readonly reason: string;
}
