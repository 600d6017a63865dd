import { type GoApi, type GoPackage, possibleNames } from './go-api.ts';
import { type GoImport, goSnippets, type QualifiedName } from './go-snippets.ts';

/** A name in a document that the indexed API does not have. */
export interface OutdatedName extends QualifiedName {
  /** The packages it may mean, none of which has it; never empty. */
  readonly packages: readonly GoPackage[];
}

/**
 * Finds the names of the form `package.Name` that the API does not have. What cannot be told for certain is left out:
 * a qualifier that may be a variable or a package that is not indexed, and a name that may be a method.
 */
export class OutdatedNames {
  readonly #api: GoApi;
  readonly #byImportPath: ReadonlyMap<string, GoPackage>;
  /** The names that packages outside of the index may have. */
  readonly #foreign: ReadonlySet<string>;

  /** @param api complete */
  constructor(api: GoApi) {
    this.#api = api;
    this.#byImportPath = new Map(
      api.packages.flatMap((one) => (one.importPath === null ? [] : [[one.importPath, one] as const])),
    );
    const foreign = [...api.imported].filter((path) => !this.#byImportPath.has(path) && !isInternal(path));
    this.#foreign = new Set(foreign.flatMap(possibleNames));
  }

  /** @param content of a Markdown document */
  in(content: string): OutdatedName[] {
    const snippets = goSnippets(content);
    const whole = {
      imported: this.#importedNames(snippets.flatMap(({ imports }) => imports)),
      declared: new Set(snippets.flatMap(({ declared }) => [...declared])),
      confirmed: new Set(
        snippets.flatMap(({ names }) =>
          names.filter((used) => this.#exists(used)).map(({ qualifier }) => qualifier),
        ),
      ),
    };
    return snippets.flatMap(({ imports, declared, names }) => {
      const imported = this.#importedNames(imports);
      return names.flatMap((used) => {
        const paths = imported.get(used.qualifier);
        const isHidden = declared.has(used.qualifier) || this.#api.hasMethod(used.name);
        const packages = isHidden
          ? []
          : paths === undefined
            ? this.#guess(used, whole)
            : this.#indexed(paths);
        if (packages.length === 0 || packages.some((one) => hasName(one, used.name))) return [];
        const meant = packages.filter(({ importPath }) =>
          whole.imported.get(used.qualifier)?.has(importPath ?? ''),
        );
        return [{ ...used, packages: meant.length > 0 ? meant : packages }];
      });
    });
  }

  /** The packages at some import paths; none if one of them is not indexed. */
  #indexed(importPaths: ReadonlySet<string>): readonly GoPackage[] {
    const packages = [...importPaths].map((path) => this.#byImportPath.get(path));
    return packages.every((one) => one !== undefined) ? packages : [];
  }

  /**
   * The packages that a qualifier may mean which its block does not import. The document must import a package of this
   * name in another block, or use another name of it.
   */
  #guess(
    { qualifier, name }: QualifiedName,
    { imported, declared, confirmed }: WholeDocument,
  ): readonly GoPackage[] {
    if (declared.has(qualifier) || this.#foreign.has(qualifier)) return [];
    if (this.#api.isInPrograms(`${qualifier}.${name}`)) return [];
    const packages = this.#api.named(qualifier);
    const paths = imported.get(qualifier);
    if (paths !== undefined) return this.#indexed(paths).length === 0 ? [] : packages;
    return confirmed.has(qualifier) ? packages : [];
  }

  #exists({ qualifier, name }: QualifiedName): boolean {
    return this.#api.named(qualifier).some((one) => hasName(one, name));
  }

  /** Name in the code → the import paths it may stand for. */
  #importedNames(imports: readonly GoImport[]): Map<string, Set<string>> {
    const paths = new Map<string, Set<string>>();
    for (const { alias, path } of imports) {
      const known = this.#byImportPath.get(path)?.name;
      const names = alias !== null ? [alias] : known !== undefined ? [known] : possibleNames(path);
      for (const name of names) paths.set(name, (paths.get(name) ?? new Set()).add(path));
    }
    return paths;
  }
}

function hasName({ names, used }: GoPackage, name: string): boolean {
  return names.has(name) || used.has(name);
}

/** What all the Go in a document says together. */
interface WholeDocument {
  readonly imported: ReadonlyMap<string, ReadonlySet<string>>;
  readonly declared: ReadonlySet<string>;
  /** Qualifiers with which a name of an indexed package is used. */
  readonly confirmed: ReadonlySet<string>;
}

/** Only its own repository can import it. */
function isInternal(importPath: string): boolean {
  return importPath.split('/').includes('internal');
}
