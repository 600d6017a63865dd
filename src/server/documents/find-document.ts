import type { Document } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Snapshot } from '../services.ts';
import { askedPath } from './asked-path.ts';

/** A document, and how it was asked for. */
export interface LocatedDocument {
  readonly document: Document;
  /** The path it had, where that is what was asked for. */
  readonly redirectedFrom: string | undefined;
  /** Anchor or heading of a section, from `#…`. */
  readonly section: string | undefined;
  readonly status: IndexStatus;
}

/**
 * The document meant by a path or an address, also by one it had before.
 * @returns null where there is none; rejects as the reader does
 */
export async function findDocument(
  { catalog, reader, status: current }: Pick<Snapshot, 'catalog' | 'reader' | 'status'>,
  asked: string,
  signal: AbortSignal,
): Promise<LocatedDocument | null> {
  const { documents, status } = await catalog.read(current);
  const { candidates, section } = askedPath(asked, documents, status);
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

  /** As they were written: a site's addresses are in lower case, whatever the files are called. */
  async function formerPaths(): Promise<string[]> {
    const { changes } = await reader.changesSince(undefined, signal);
    return changes.flatMap(({ documents }) =>
      documents.flatMap(({ previousPath }) => (previousPath === undefined ? [] : [previousPath])),
    );
  }
}
