import type { Schemas } from '@qdrant/js-client-rest';
import type { PublishedPoints } from './published-points.ts';

type Condition = Schemas['FieldCondition'];

/**
 * What lets through exactly the points whose path starts with a prefix. Qdrant has no such condition: folders are
 * matched as a whole, and a prefix that ends within a name is looked up among the paths of its folder first.
 * @returns null when no document's path starts so
 */
export async function prefixCondition(points: PublishedPoints, prefix: string): Promise<Condition[] | null> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (folder === prefix) return inFolder(folder);
  const paths = (await points.paths(inFolder(folder))).filter((path) => path.startsWith(prefix));
  return paths.length === 0 ? null : [{ key: 'path', match: { any: paths } }];
}

/** Everything below a folder; `''` is the docs root. */
function inFolder(folder: string): Condition[] {
  return folder === '' ? [] : [{ key: 'folders', match: { value: folder } }];
}
