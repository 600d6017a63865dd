import type { DocumentEntry } from '../../shared/domain/document.ts';

type Ordered = Pick<DocumentEntry, 'path' | 'title' | 'weight' | 'updatedAt'>;

interface Branch<T> {
  readonly name: string;
  page: T | null;
  readonly children: Map<string, Branch<T>>;
}

const SECTION_PAGE = /^_?index\.md$/;

/**
 * Documents as the site's menu shows them: a section's own page (`_index.md`), then its pages and sections together by
 * weight (none or 0 is last), newest first, by title, by path. This is Hugo's default order,
 * https://gohugo.io/quick-reference/glossary/#default-sort-order
 */
export function inSiteOrder<T extends Ordered>(documents: readonly T[]): T[] {
  const root: Branch<T> = { name: '', page: null, children: new Map() };
  for (const document of documents.toSorted((a, b) => compare(a.path, b.path))) insert(root, document);
  return [...walk(root)];
}

function insert<T extends Ordered>(root: Branch<T>, document: T): void {
  const names = document.path.split('/');
  const file = names.at(-1) ?? '';
  let branch = root;
  for (const name of names.slice(0, -1)) branch = child(branch, `${name}/`);
  if (SECTION_PAGE.test(file) && branch.page === null) branch.page = document;
  else child(branch, file).page = document;
}

function child<T>(branch: Branch<T>, name: string): Branch<T> {
  const known = branch.children.get(name);
  if (known !== undefined) return known;
  const made: Branch<T> = { name, page: null, children: new Map() };
  branch.children.set(name, made);
  return made;
}

function* walk<T extends Ordered>(branch: Branch<T>): Iterable<T> {
  if (branch.page !== null) yield branch.page;
  const children = [...branch.children.values()].sort(
    (a, b) =>
      weight(a) - weight(b) ||
      compare(date(b), date(a)) ||
      compare(a.page?.title ?? '', b.page?.title ?? '') ||
      compare(a.name, b.name),
  );
  for (const next of children) yield* walk(next);
}

function weight(branch: Branch<Ordered>): number {
  const given = branch.page?.weight ?? 0;
  return given === 0 ? Number.MAX_SAFE_INTEGER : given;
}

function date(branch: Branch<Ordered>): string {
  return branch.page?.updatedAt ?? '';
}

/** By code point, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
