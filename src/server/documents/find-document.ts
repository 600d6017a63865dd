import type { Document } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { withinDeadline } from '../index/within-deadline.ts';
import type { Services } from '../services.ts';
import { TOOL_DEADLINE_MS } from '../tool-deadline.ts';
import { askedPath } from './asked-path.ts';

/** A document with what was asked of it. */
export interface FoundDocument {
  readonly document: Document;
  /** The path it had, where that is what was asked for. */
  readonly redirectedFrom: string | undefined;
  /** Anchor or heading of a section, from `#…`. */
  readonly section: string | undefined;
  readonly status: IndexStatus;
}

/**
 * The document meant by a path or an address, also by one it had before.
 * @returns null where there is none; rejects as the reader does, or with `INDEX_TIMEOUT`
 */
export async function findDocument(
  { catalog, reader }: Pick<Services, 'catalog' | 'reader'>,
  asked: string,
  signal: AbortSignal,
): Promise<FoundDocument | null> {
  const { documents, status } = await catalog.read();
  const siteUrl = status.fingerprint?.siteUrl ?? null;
  const { candidates, section } = askedPath(asked, documents, { siteUrl, source: status.source });
  const read = async (paths: readonly string[]): Promise<FoundDocument | null> => {
    for (const path of paths) {
      const found = await withinDeadline(TOOL_DEADLINE_MS, (inner) => reader.document(path, inner), signal);
      const { document, redirectedFrom, status } = found;
      if (document !== null) return { document, redirectedFrom, section, status };
    }
    return null;
  };
  return (await read(candidates)) ?? read(await inAnyCase(candidates));

  /** Former paths as they were written: a site's addresses are in lower case, whatever the files are called. */
  async function inAnyCase(paths: readonly string[]): Promise<string[]> {
    const wanted = new Set(paths.map((path) => path.toLowerCase()));
    const { changes } = await withinDeadline(
      TOOL_DEADLINE_MS,
      (inner) => reader.changesSince(undefined, inner),
      signal,
    );
    const former = changes.flatMap(({ documents }) =>
      documents.flatMap(({ previousPath }) => (previousPath === undefined ? [] : [previousPath])),
    );
    return former.filter((path) => wanted.has(path.toLowerCase()) && !paths.includes(path));
  }
}
