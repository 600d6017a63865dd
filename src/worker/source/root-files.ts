import { isBelow, pathBelow, pathInIndex, type Root } from '../../shared/domain/source.ts';
import { listedPath } from './document-files.ts';
import { matchesAny } from './globs.ts';

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
