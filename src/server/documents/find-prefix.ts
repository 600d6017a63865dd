import type { Services } from '../services.ts';
import { askedPrefix } from './asked-path.ts';

/** A beginning of paths, as the index has it, and whether any document's path begins so. Rejects as the catalog does. */
export async function findPrefix(
  { catalog }: Pick<Services, 'catalog'>,
  asked: string,
): Promise<{ readonly prefix: string; readonly known: boolean }> {
  const { documents, status } = await catalog.read();
  const siteUrl = status.fingerprint?.siteUrl ?? null;
  const prefix = askedPrefix(asked.trim(), documents, { siteUrl, source: status.source });
  // An empty index knows no path at all, and says so otherwise.
  return { prefix, known: documents.length === 0 || documents.some(({ path }) => path.startsWith(prefix)) };
}

/** What to say where no document's path begins so. */
export function unknownPrefix(asked: string): string {
  return `No document's path begins with ${JSON.stringify(asked)}; list_docs without path_prefix shows the paths.`;
}
