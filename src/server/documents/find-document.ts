import type { Document } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Snapshot } from '../services.ts';
import type { Catalog } from './catalog.ts';
import { readRequestedPath } from './requested-path.ts';

/** A document, and how it was requested. */
export interface LocatedDocument {
  readonly document: Document;
  /** The former path of the document, if that was requested. */
  readonly redirectedFrom: string | undefined;
  /** Anchor or heading of a section, from `#…`. */
  readonly section: string | undefined;
  readonly status: IndexStatus;
}

type RequestedFrom = Pick<Snapshot, 'reader' | 'status'> & { readonly catalog: Pick<Catalog, 'read'> };

/**
 * Finds the document that a path or an address stands for, current or former.
 * @returns null if there is none; rejects as the reader does
 */
export async function findDocument(
  { catalog, reader, status: current }: RequestedFrom,
  requested: string,
  signal: AbortSignal,
): Promise<LocatedDocument | null> {
  const { documents, status } = await catalog.read(current);
  const { candidates, section } = readRequestedPath(requested, documents, status);
  const paths = new Set(documents.map(({ path }) => path));
  const read = async (some: readonly string[]): Promise<LocatedDocument | null> => {
    for (const path of some) {
      const { document, redirectedFrom, status } = await reader.document(path, signal);
      if (document !== null) return { document, redirectedFrom, section, status };
    }
    return null;
  };
  const inAnyCase = (some: Iterable<string>): string[] => {
    const wanted = new Set(candidates.map((path) => path.toLowerCase()));
    return [...some].filter((path) => wanted.has(path.toLowerCase()) && !candidates.includes(path));
  };
  return (
    (await read(candidates.filter((path) => paths.has(path)))) ??
    // Former paths, and paths published since the catalog was read.
    (await read(candidates.filter((path) => !paths.has(path)))) ??
    (await read(inAnyCase(paths))) ??
    read(inAnyCase(await formerPaths()))
  );

  /** Also case-insensitive: site URLs are lower case even if the file names are not. */
  async function formerPaths(): Promise<string[]> {
    const { changes } = await reader.changesSince(undefined, signal);
    const changed = changes.flatMap(({ sources }) => sources.flatMap((source) => source.documents));
    return changed.flatMap(({ previousPath }) => (previousPath === undefined ? [] : [previousPath]));
  }
}
