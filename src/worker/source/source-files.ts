import type { Change, Manifest } from '../../shared/domain/change.ts';
import { isBelow, pathBelow, pathInIndex, type Root, rootOf } from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { PathChange } from './docs-source.ts';
import { listedPath, matchesAny } from './document-files.ts';

/** A file of a source before and after a commit, as a comparison of two trees gives it. */
export interface FileDelta {
  /** Path from the top of the source; null if there was no file. */
  readonly before: string | null;
  /** null if there is none any more. */
  readonly after: { readonly path: string; readonly blob: string } | null;
}

/** Git's mode of a symbolic link. */
const LINK_MODE = '120000';
/** Git's mode of a submodule, which is a commit and not a file. */
export const SUBMODULE_MODE = '160000';

/** A file in a listing of a source. */
export interface TreeEntry {
  /** From the top of the source. */
  readonly path: string;
  readonly mode: string;
  readonly sha: string;
}

/** The documents of a source at one revision, by their paths in the index. */
export interface TreeListing {
  readonly manifest: Manifest;
  /** Paths of the documents that are symbolic links. */
  readonly links: ReadonlySet<string>;
}

/** The files of one source that are documents, as its roots select and place them. */
export class SourceFiles {
  /** The folders of the roots; `''` is the whole source. */
  readonly rootFolders: readonly string[];
  /** Those of them that are not within another: together they hold all documents. */
  readonly folders: readonly string[];
  readonly #roots: readonly Root[];
  readonly #files: readonly RootFiles[];

  /** @param roots at least one */
  constructor(roots: readonly Root[]) {
    this.#roots = roots;
    this.#files = roots.map((root) => new RootFiles(root));
    const paths = [...new Set(roots.map(({ path }) => path))];
    this.rootFolders = paths;
    this.folders = paths.filter((path) => !paths.some((other) => other !== path && isBelow(path, other)));
  }

  /** Whether a root selects a file of the source, wherever it would stand in the index. */
  selects(path: string): boolean {
    return this.#files.some((files) => files.indexPath(path) !== null);
  }

  /** Paths in the index of a file of the source: one for each root that selects it. */
  indexPaths(path: string): string[] {
    return this.#files.flatMap((files, i) => this.#pathAt(i, files.indexPath(path)));
  }

  /** The path of a document from the top of the source: the inverse of `indexPaths`. */
  sourcePath(indexPath: string): string {
    const root = rootOf(this.#roots, indexPath);
    const files = this.#files[root === undefined ? -1 : this.#roots.indexOf(root)];
    return files === undefined ? indexPath : files.sourcePath(indexPath);
  }

  /** Selects the documents among the entries of a tree. */
  list(entries: Iterable<TreeEntry>): TreeListing {
    const manifest = new Map<string, string>();
    const links = new Set<string>();
    for (const { path, mode, sha } of entries) {
      if (mode === SUBMODULE_MODE) continue;
      for (const indexPath of this.indexPaths(path)) {
        manifest.set(indexPath, sha);
        if (mode === LINK_MODE) links.add(indexPath);
      }
    }
    return { manifest, links };
  }

  /**
   * Turns changes of files into changes of documents: a file that a root no longer selects is removed from it. A file
   * that moves from one root to another is removed and added.
   */
  changes(deltas: readonly FileDelta[]): Change[] {
    return this.#files.flatMap((files, i) =>
      deltas.flatMap(({ before, after }): Change[] => {
        // Only the files of today have to agree with the list of sources.
        const previousPath = before === null ? null : this.#ownPath(i, files.indexPath(before));
        const [path] = after === null ? [] : this.#pathAt(i, files.indexPath(after.path));
        if (after === null || path === undefined) {
          return previousPath === null ? [] : [{ kind: 'removed', path: previousPath }];
        }
        const { blob } = after;
        if (previousPath === null) return [{ kind: 'added', path, blob }];
        return [
          previousPath === path
            ? { kind: 'modified', path, blob }
            : { kind: 'renamed', previousPath, path, blob },
        ];
      }),
    );
  }

  /**
   * Turns a change of a file in the past into changes of paths, by the roots of today. A file that moved from one root to
   * another is a document that moved, unlike in `changes`. Places that belong to other roots today are left out.
   */
  pathChanges({ before, after }: FileDelta): PathChange[] {
    const moved: PathChange[] = [];
    const left: string[] = [];
    const came: string[] = [];
    for (const [i, files] of this.#files.entries()) {
      const from = this.#ownPath(i, before === null ? null : files.indexPath(before));
      const to = this.#ownPath(i, after === null ? null : files.indexPath(after.path));
      if (from !== null && to !== null) moved.push({ before: from, after: to });
      else if (from !== null) left.push(from);
      else if (to !== null) came.push(to);
    }
    const pairs = Math.max(left.length, came.length);
    const across = Array.from({ length: pairs }, (_, i) => ({
      before: left[i] ?? null,
      after: came[i] ?? null,
    }));
    return [...moved, ...across];
  }

  /**
   * A root without documents is a mistake in the list or in the source. No source lists one.
   * @param place names the source: `owner/name`
   * @throws OperationalError `DOCS_EMPTY`
   */
  requireDocuments(manifest: Manifest, place: string): void {
    const found = new Set([...manifest.keys()].map((path) => rootOf(this.#roots, path)));
    const empty = this.#roots.find((root) => !found.has(root));
    if (empty === undefined) return;
    throw new OperationalError(
      'DOCS_EMPTY',
      `There is no ${describeInclude(empty)} file below ${empty.path || 'the root'} of ${place}.`,
      'Correct the list of sources (SOURCES), or DOCS_SOURCE and DOCS_PATH.',
    );
  }

  /** @throws OperationalError `CONFIG_INVALID` for a path that stands below the place of another root */
  #pathAt(index: number, path: string | null): string[] {
    if (path === null) return [];
    if (this.#ownPath(index, path) !== null) return [path];
    throw placeConflict(path, this.#roots[index] as Root, rootOf(this.#roots, path));
  }

  /** The path, unless it stands below the place of another root. */
  #ownPath(index: number, path: string | null): string | null {
    return path !== null && rootOf(this.#roots, path) === this.#roots[index] ? path : null;
  }
}

function describeInclude({ include }: Root): string {
  return include.length === 1 && include[0] === '**/*.md' ? '.md' : include.join(', ');
}

/** Two roots claim the place of one document. */
export function placeConflict(path: string, root: Root, owner: Root | undefined): OperationalError {
  const name = ({ path: folder, at }: Root) => `${JSON.stringify(folder || '.')} (at ${JSON.stringify(at)})`;
  return new OperationalError(
    'CONFIG_INVALID',
    `SOURCES: the root ${name(root)} has a document ${path}, which stands below the place of the root ${owner === undefined ? 'of another source' : name(owner)}.`,
    'Give one of the two roots another `at`, or exclude the document.',
  );
}

/** Selects the documents of a root and translates their paths between the source and the index. */
export class RootFiles {
  readonly root: Root;
  readonly #isIncluded: (path: string) => boolean;
  readonly #isExcluded: (path: string) => boolean;

  constructor(root: Root) {
    this.root = root;
    this.#isIncluded = matchesAny(root.include);
    this.#isExcluded = matchesAny(root.exclude);
  }

  /**
   * The path in the index of a file, or null if the file is not a document of this root.
   * @param sourcePath path from the top of the source
   */
  indexPath(sourcePath: string): string | null {
    const { path } = this.root;
    if (!isBelow(sourcePath, path)) return null;
    const listed = listedPath(path === '' ? sourcePath : sourcePath.slice(path.length + 1));
    if (listed === null || !this.#isIncluded(listed) || this.#isExcluded(listed)) return null;
    return pathInIndex(listed, this.root);
  }

  /** The path from the top of the source of a document of this root: the inverse of `indexPath` for printable paths. */
  sourcePath(indexPath: string): string {
    const below = pathBelow(indexPath, this.root);
    return this.root.path === '' ? below : `${this.root.path}/${below}`;
  }
}

/** The language of a document: that of the first globs of `languages` that match its path below the root, else the root's. */
export function languageOf(root: Pick<Root, 'language' | 'languages'>, pathBelowRoot: string): string {
  for (const [language, matches] of languageMatchers(root.languages)) {
    if (matches(pathBelowRoot)) return language;
  }
  return root.language;
}

type LanguageMatchers = readonly (readonly [language: string, matches: (path: string) => boolean])[];

/** Compiled once for each list of languages, because every document is asked for its language. */
const compiled = new WeakMap<Root['languages'], LanguageMatchers>();

function languageMatchers(languages: Root['languages']): LanguageMatchers {
  const known = compiled.get(languages);
  if (known !== undefined) return known;
  const matchers = Object.entries(languages).map(
    ([language, globs]) => [language, matchesAny(globs)] as const,
  );
  compiled.set(languages, matchers);
  return matchers;
}
