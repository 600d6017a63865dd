import { type ListedDocument, listedDocument } from '../../shared/domain/document.ts';
import type { SourceIdentity } from '../../shared/domain/source.ts';
import { inOrderOfRoots } from '../../shared/index/list-order.ts';

/** Documents of a page, some 60 KB. A publish writes the pages that differ, and a reader reads them one by one. */
const DOCUMENTS_PER_PAGE = 256;
/** Titles may be long. A document that is longer is a page of its own. */
const CHARACTERS_PER_PAGE = 256 * 1024;

/** What a publish does to the list of documents. */
export interface ListChange {
  /** With whatever else is known of them. */
  readonly staged: readonly ListedDocument[];
  /** Paths; of those that are also staged, the staged document counts. */
  readonly removed: readonly string[];
  /** As of the publish: the list follows their order. */
  readonly sources: readonly Pick<SourceIdentity, 'roots'>[];
}

/** Returns the pages of the list after a publish. @param before the list it changes, in any order */
export function listPagesAfter(
  before: readonly ListedDocument[],
  { staged, removed, sources }: ListChange,
): (readonly ListedDocument[])[] {
  const byPath = new Map(before.map((document) => [document.path, document]));
  for (const path of removed) byPath.delete(path);
  for (const entry of staged) byPath.set(entry.path, listedDocument(entry));
  const documents = inOrderOfRoots([...byPath.values()], sources);
  return pagesOf(documents);
}

function pagesOf(documents: readonly ListedDocument[]): (readonly ListedDocument[])[] {
  const pages: ListedDocument[][] = [];
  let characters = 0;
  for (const document of documents) {
    const size = document.path.length + document.title.length + document.url.length;
    const page = pages.at(-1);
    if (page === undefined || page.length === DOCUMENTS_PER_PAGE || characters + size > CHARACTERS_PER_PAGE) {
      pages.push([document]);
      characters = size;
    } else {
      page.push(document);
      characters += size;
    }
  }
  return pages;
}
