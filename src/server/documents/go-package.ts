import type { Document, DocumentEntry, ListedDocument } from '../../shared/domain/document.ts';
import { oncePerObject } from '../index-access/snapshots.ts';
import {
  declaresName,
  goSectionRange,
  hasPackageComment,
  isGoFile,
  similarDeclarations,
} from './go-section.ts';

/** A folder whose Go files are indexed. */
export interface PackageFolder {
  readonly folder: string;
  /** Its files in the order of the catalog, without tests. */
  readonly files: readonly ListedDocument[];
}

/** Files of all packages that are read for one request. */
const MAX_FILES = 40;
/** Files whose main names are looked at. No package of Go's own library has as many. */
const MAX_ENTRIES = 1_000;

/**
 * The packages in some folders of the index.
 * @param endings whether, if they are none, those that end like the first of them count: `flow` means `kit/flow`
 */
export function packagesIn(
  folders: readonly string[],
  documents: readonly ListedDocument[],
  endings = false,
): PackageFolder[] {
  const byFolder = filesByFolder(documents);
  const wanted = folders.map((folder) => folder.replace(/\/+$/, ''));
  const [first = ''] = wanted;
  const same = wanted.filter((folder) => byFolder.has(folder));
  const found =
    same.length > 0 || first === '' || !endings
      ? same
      : [...byFolder.keys()].filter((folder) => folder.endsWith(`/${first}`));
  return [...new Set(found)].map((folder) => ({ folder, files: byFolder.get(folder) ?? [] }));
}

const filesByFolder = oncePerObject((documents: readonly ListedDocument[]) =>
  Map.groupBy(
    documents.filter(({ path }) => isGoFile(path) && !path.endsWith('_test.go')),
    ({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/'))),
  ),
);

/** Reads the files of packages. */
export interface PackageFiles {
  /** @returns null if the index has no such document any more */
  document(path: string): Promise<Document | null>;
  entries(paths: readonly string[]): Promise<ReadonlyMap<string, DocumentEntry>>;
}

/** Where a package declares a name. */
interface DeclaringFile {
  readonly document: Document;
  /** The name, or that of its type, where the type does not declare it itself: an embedded one may. */
  readonly name: string;
}

/** Where a name was looked for. */
export interface DeclarationSearch {
  /** Null if there is none, or several that are not exactly this name. */
  readonly found: DeclaringFile | null;
  /** What else it may mean: `path#L7-L9` with the heading of the declaration. */
  readonly similar: readonly { readonly path: string; readonly heading: string }[];
}

/**
 * Finds the file of some packages that declares a name: the first that declares exactly this, or else the only one in
 * which it leads to a declaration. Reads at most 40 files, those first whose main names include it.
 */
export async function findDeclaringFile(
  packages: readonly PackageFolder[],
  name: string,
  read: PackageFiles,
): Promise<DeclarationSearch> {
  const lower = name.toLowerCase();
  const files = packages.flatMap((each) => each.files).slice(0, MAX_ENTRIES);
  const entries = await read.entries(files.map(({ path }) => path));
  const isMain = ({ path }: ListedDocument) =>
    (entries.get(path)?.entities ?? []).some((entity) =>
      lower.endsWith(entity.slice(entity.indexOf('.') + 1).toLowerCase()),
    );
  const ordered = [...files.filter(isMain), ...files.filter((file) => !isMain(file))];
  const documents: Document[] = [];
  for (const { path } of ordered.slice(0, MAX_FILES)) {
    const document = await read.document(path);
    if (document === null) continue;
    if (declaresName(document, name)) return { found: { document, name }, similar: [] };
    documents.push(document);
  }
  const [only, ...others] = documents.filter((document) => goSectionRange(document, name) !== null);
  if (only !== undefined && others.length === 0) return { found: { document: only, name }, similar: [] };
  const type = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
  const owner = type === '' ? undefined : documents.find((document) => declaresName(document, type));
  if (owner !== undefined) return { found: { document: owner, name: type }, similar: [] };
  const similar = documents.flatMap((document) =>
    similarDeclarations(document, name).map(({ text, anchor }) => ({
      path: `${document.path}#${anchor}`,
      heading: text,
    })),
  );
  return { found: null, similar };
}

/** The file with the comment of a package; null if none of the first 40 has one. `doc.go` is where Go puts it. */
export async function findPackageComment(
  { files }: PackageFolder,
  read: PackageFiles['document'],
): Promise<Document | null> {
  const isDocFile = ({ path }: ListedDocument) => path.endsWith('/doc.go');
  const ordered = [...files.filter(isDocFile), ...files.filter((file) => !isDocFile(file))];
  for (const { path } of ordered.slice(0, MAX_FILES)) {
    const document = await read(path);
    if (document !== null && hasPackageComment(document)) return document;
  }
  return null;
}
