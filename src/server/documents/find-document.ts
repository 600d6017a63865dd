import type { Document } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Snapshot } from '../services.ts';
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

/**
 * Finds the document that a path or an address stands for, current or former.
 * @returns null if there is none; rejects as the reader does
 */
export async function findDocument(
  { catalog, reader, status: current }: Pick<Snapshot, 'catalog' | 'reader' | 'status'>,
  requested: string,
  signal: AbortSignal,
): Promise<LocatedDocument | null> {
  const { documents, status } = await catalog.read(current);
  const { candidates, section } = readRequestedPath(requested, documents, status);
  const read = async (paths: readonly string[]): Promise<LocatedDocument | null> => {
    for (const path of paths) {
      const { document, redirectedFrom, status } = await reader.document(path, signal);
      if (document !== null) return { document, redirectedFrom, section, status };
    }
    return null;
  };
  const inAnyCase = (paths: readonly string[]): string[] => {
    const wanted = new Set(candidates.map((path) => path.toLowerCase()));
    return paths.filter((path) => wanted.has(path.toLowerCase()) && !candidates.includes(path));
  };
  return (
    (await read(candidates)) ??
    (await read(inAnyCase(documents.map(({ path }) => path)))) ??
    read(inAnyCase(await formerPaths()))
  );

  /** Compared in any case as well, for the addresses of a site are in lower case, whatever the case of its files. */
  async function formerPaths(): Promise<string[]> {
    const { changes } = await reader.changesSince(undefined, signal);
    return changes.flatMap(({ documents }) =>
      documents.flatMap(({ previousPath }) => (previousPath === undefined ? [] : [previousPath])),
    );
  }
}
