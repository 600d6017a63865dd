import type { Document, ListedDocument } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { oncePerObject } from '../index-access/snapshots.ts';
import { nextTurn } from '../index-access/turns.ts';
import type { Snapshot } from '../services.ts';
import type { Catalog } from './catalog.ts';
import {
  type DeclarationSearch,
  findDeclaringFile,
  findPackageComment,
  type PackageFiles,
  type PackageFolder,
  packagesIn,
} from './go-package.ts';
import { goSectionRange, isGoFile } from './go-section.ts';
import { readRequestedPath } from './requested-path.ts';

/** A document, and how it was requested. */
export interface LocatedDocument {
  readonly document: Document;
  /** The former path of the document, if that was requested. */
  readonly redirectedFrom: string | undefined;
  /** Anchor or heading of a section, as requested or from `#…`. */
  readonly section: string | undefined;
  /** A sentence about a section that stands for another one, or in another file of its package. */
  readonly note?: string;
  /** The package that was requested, of which this is the README or the file with its comment. */
  readonly goPackage?: PackageFolder;
  readonly status: IndexStatus;
}

/** What a client requests: a path or an address, and perhaps a section of it, which counts instead of `#…`. */
export interface DocumentRequest {
  readonly path: string;
  readonly section?: string | undefined;
}

type RequestedFrom = Pick<Snapshot, 'status'> & {
  readonly reader: Pick<Snapshot['reader'], 'document' | 'changesSince'>;
  readonly catalog: Pick<Catalog, 'read' | 'entries'>;
};

/** A name that Go exports, with or without its type or package. Headings of documents may be written like it. */
const EXPORTED = /^[^\s#>]*?\p{Lu}[\p{L}\p{N}_]*(?:\[[^\]]*\])?(?:\)?\.\p{L}[\p{L}\p{N}_]*)?(?:\(\))?$/u;

/**
 * Finds the document that a path or an address stands for, current or former. For a package of Go, that is the file that
 * declares the section, or the one with the package's comment.
 * @returns null if there is none; rejects as the reader does
 */
export async function findDocument(
  { catalog, reader, status: current }: RequestedFrom,
  request: DocumentRequest,
  signal: AbortSignal,
): Promise<LocatedDocument | null> {
  const { documents, status } = await catalog.read(current);
  const requested = readRequestedPath(request.path, documents, status);
  // What is computed once of a long list takes time: others have their turn in between.
  await nextTurn();
  const { candidates, folders } = requested;
  const section = request.section ?? requested.section;
  const { paths, inAnyCaseAndForm } = knownPaths(documents);
  const present = candidates.filter((path) => paths.has(path));
  const packages = packagesIn(folders, documents, present.length === 0);
  const files = packageFiles({ catalog, reader }, signal);
  return (
    (section !== undefined && EXPORTED.test(section) ? await findDeclared(packages, section) : null) ??
    withPackage(await inPackageOf(await read(present))) ??
    (section === undefined ? await findCommented(packages) : await findDeclared(packages, section)) ??
    // Former paths, and paths published since the catalog was read.
    (await read(candidates.filter((path) => !paths.has(path)))) ??
    (await inPackageOf(await read(inAnyCase(inAnyCaseAndForm)))) ??
    read(inAnyCase(inAnyForm(await formerPaths())))
  );

  async function read(some: readonly string[]): Promise<LocatedDocument | null> {
    for (const path of some) {
      const { document, redirectedFrom, status } = await reader.document(path, signal);
      if (document !== null) return { document, redirectedFrom, section, status };
    }
    return null;
  }

  async function findDeclared(
    among: readonly PackageFolder[],
    name: string,
  ): Promise<LocatedDocument | null> {
    const { found } = await findDeclaringFile(among, name, files);
    if (found === null) return null;
    const located = { document: found.document, redirectedFrom: undefined, section: found.name, status };
    return found.name === name
      ? located
      : { ...located, note: `${name} is not declared itself; this is ${found.name}.` };
  }

  /** A client may know the package of a declaration, but not its file. */
  async function inPackageOf(found: LocatedDocument | null): Promise<LocatedDocument | null> {
    if (found === null || section === undefined) return found;
    const { document } = found;
    if (!(isGoFile(document.path) && EXPORTED.test(section))) return found;
    if (goSectionRange(document, section) !== null) return found;
    const folder = document.path.slice(0, Math.max(0, document.path.lastIndexOf('/')));
    const declared = await findDeclared(packagesIn([folder], documents), section);
    return declared === null
      ? found
      : {
          ...declared,
          note:
            declared.note ?? `${section} is declared in ${declared.document.path}, not in ${document.path}.`,
        };
  }

  async function findCommented([goPackage]: readonly PackageFolder[]): Promise<LocatedDocument | null> {
    if (goPackage === undefined) return null;
    const document = await findPackageComment(goPackage, files.document);
    return document === null
      ? null
      : { document, redirectedFrom: undefined, section: document.outline[0]?.text, goPackage, status };
  }

  /** The README in the folder of a package does not tell what else there is. */
  function withPackage(found: LocatedDocument | null): LocatedDocument | null {
    const [goPackage] = packages;
    if (found === null || section !== undefined || goPackage === undefined) return found;
    return { ...found, goPackage };
  }

  function inAnyCase(known: PathsByKey): string[] {
    const wanted = new Set(candidates.map(anyCaseKey));
    return [...wanted].flatMap((key) => known.get(key) ?? []).filter((path) => !candidates.includes(path));
  }

  /** Also in any case and Unicode form: site URLs are lower case even if the file names are not. */
  async function formerPaths(): Promise<string[]> {
    const { changes } = await reader.changesSince(undefined, signal);
    const changed = changes.flatMap(({ sources }) => sources.flatMap((source) => source.documents));
    return changed.flatMap(({ previousPath }) => (previousPath === undefined ? [] : [previousPath]));
  }
}

function packageFiles(
  { catalog, reader }: Pick<RequestedFrom, 'catalog' | 'reader'>,
  signal: AbortSignal,
): PackageFiles {
  return {
    document: async (path) => (await reader.document(path, signal)).document,
    entries: (paths) => catalog.entries(paths, signal),
  };
}

type PathsByKey = ReadonlyMap<string, readonly string[]>;

/** Equal for paths that differ only in case and Unicode form. */
const anyCaseKey = (path: string) => path.normalize('NFC').toLowerCase();

const inAnyForm = (paths: readonly string[]): PathsByKey => Map.groupBy(paths, anyCaseKey);

const knownPaths = oncePerObject((documents: readonly ListedDocument[]) => {
  const paths = documents.map(({ path }) => path);
  return { paths: new Set(paths), inAnyCaseAndForm: inAnyForm(paths) };
});

/** What a package of Go has instead of what was requested of it. */
export interface PackageContents {
  /** The declaration that was requested, if one was. */
  readonly section: string | undefined;
  readonly files: readonly ListedDocument[];
  /** Declarations that are named similarly: `path#L7-L9` with their headings. */
  readonly similar: DeclarationSearch['similar'];
}

/**
 * The contents of the package that a request names.
 * @returns null if it names none; rejects as the reader does
 */
export async function findPackageContents(
  { catalog, reader, status: current }: RequestedFrom,
  request: DocumentRequest,
  signal: AbortSignal,
): Promise<PackageContents | null> {
  const { documents, status } = await catalog.read(current);
  const requested = readRequestedPath(request.path, documents, status);
  const packages = packagesIn(requested.folders, documents, true);
  const [first] = packages;
  if (first === undefined) return null;
  const section = request.section ?? requested.section;
  const files = packageFiles({ catalog, reader }, signal);
  const similar = section === undefined ? [] : (await findDeclaringFile(packages, section, files)).similar;
  return { section, files: first.files, similar };
}
