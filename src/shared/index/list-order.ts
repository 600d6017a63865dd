import type { DocumentEntry } from '../domain/document.ts';
import { rootOf, type SourceIdentity } from '../domain/source.ts';

type Ordered = Pick<DocumentEntry, 'path' | 'title' | 'weight' | 'updatedAt'>;

/** Documents by the root they belong to, in the order of the list of sources, and within a root in the site's order. */
export function inOrderOfRoots<T extends Ordered>(
  documents: readonly T[],
  sources: readonly Pick<SourceIdentity, 'roots'>[],
): T[] {
  const roots = sources.flatMap((source) => source.roots);
  const byRoot = Map.groupBy(documents, ({ path }) => rootOf(roots, path));
  return [...roots, undefined].flatMap((root) => inSiteOrder(byRoot.get(root) ?? []));
}

/**
 * Documents in the order of the site's menu: a folder's own document (`_index.md` or `README.md`), then its documents and folders
 * together by weight (none or 0 comes last), newest first, by title, by path. This is Hugo's default order,
 * https://gohugo.io/quick-reference/glossary/#default-sort-order
 */
export function inSiteOrder<T extends Ordered>(documents: readonly T[]): T[] {
  const root: TreeNode<T> = { name: '', document: null, children: new Map() };
  const byPath = documents.toSorted((a, b) => compare(a.path, b.path));
  // A README is a document like others in a folder that has an index document.
  for (const document of byPath) if (!README.test(document.path)) insert(root, document);
  for (const document of byPath) if (README.test(document.path)) insert(root, document);
  return [...walk(root)];
}

/** A folder with its own document if it has one, or a single document. */
interface TreeNode<T> {
  readonly name: string;
  document: T | null;
  readonly children: Map<string, TreeNode<T>>;
}

const FOLDER_DOCUMENT = /^(?:_?index|README)\.md$/;
const README = /(?:^|\/)README\.md$/;

function insert<T extends Ordered>(root: TreeNode<T>, document: T): void {
  const names = document.path.split('/');
  const file = names.at(-1) ?? '';
  let folder = root;
  for (const name of names.slice(0, -1)) folder = childOf(folder, `${name}/`);
  if (FOLDER_DOCUMENT.test(file) && folder.document === null) folder.document = document;
  else childOf(folder, file).document = document;
}

function childOf<T>(node: TreeNode<T>, name: string): TreeNode<T> {
  const known = node.children.get(name);
  if (known !== undefined) return known;
  const child: TreeNode<T> = { name, document: null, children: new Map() };
  node.children.set(name, child);
  return child;
}

function* walk<T extends Ordered>(node: TreeNode<T>): Iterable<T> {
  if (node.document !== null) yield node.document;
  const children = [...node.children.values()].sort(
    (a, b) =>
      weightOf(a) - weightOf(b) ||
      compare(dateOf(b), dateOf(a)) ||
      compare(a.document?.title ?? '', b.document?.title ?? '') ||
      compare(a.name, b.name),
  );
  for (const child of children) yield* walk(child);
}

function weightOf({ document }: TreeNode<Ordered>): number {
  const weight = document?.weight ?? 0;
  return weight === 0 ? Number.MAX_SAFE_INTEGER : weight;
}

function dateOf({ document }: TreeNode<Ordered>): string {
  return document?.updatedAt ?? '';
}

/** By code point, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
