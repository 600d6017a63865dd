import type { DocumentEntry } from '../../shared/domain/document.ts';
import { askedPrefix, type DocsPlaces } from './asked-path.ts';

/**
 * A beginning of paths, as the index has it.
 * @returns with it what to say where no document's path begins so; an empty index knows no path, and says that otherwise
 */
export function findPrefix(
  asked: string,
  { documents, status }: { readonly documents: readonly DocumentEntry[]; readonly status: DocsPlaces },
): { readonly prefix: string; readonly problem?: string } {
  const prefix = askedPrefix(asked.trim(), documents, status);
  if (prefix !== null) return { prefix };
  if (documents.length === 0) return { prefix: asked };
  const problem = `No document's path begins with ${JSON.stringify(asked)}; list_docs without path_prefix shows the paths.`;
  return { prefix: asked, problem };
}
