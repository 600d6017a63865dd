import type { Chunk } from '../domain/chunk.ts';
import type { Document } from '../domain/document.ts';
import { findImports } from './go-snippets.ts';

/** A library package of the index. */
export interface GoPackage {
  readonly name: string;
  /** Its import path; null where the address of its root does not tell. */
  readonly importPath: string | null;
  /** Path in the index of one of its files, the first in the order of paths. */
  readonly path: string;
  /** Its exported names, without methods. */
  readonly names: ReadonlySet<string>;
  /** Exported names that its files use without a qualifier: another file declares them, even if it is not indexed. */
  readonly used: ReadonlySet<string>;
}

/** A document with what its chunks name. */
interface ReadDocument {
  readonly document: Document;
  readonly chunks: readonly Pick<Chunk, 'identifiers'>[];
}

/** The title of a file of a library package, as the Go format writes it. Programs and examples have other titles. */
const TITLE = /^package (\S+): /;
const EXPORTED = /^\p{Lu}[\p{L}\p{N}_]*$/u;
const COMMENT_OR_STRING = /\/\/.*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|"(?:\\.|[^"\\\n])*"|`[^`]*`/g;
/** An exported name where it cannot be a field, a method, a key or qualified: after an operator or a lower-case word. */
const USED_NAME = /(?<=[*&(\]]|[=,] |\b\p{Ll}[\p{L}\p{N}_]* )\p{Lu}[\p{L}\p{N}_]*(?!\s*:)/gu;
const MAJOR_VERSION = /^v\d+$/;

/** The exported names of all library packages in an index, collected document by document. */
export class GoApi {
  readonly #byFolder = new Map<
    string,
    Omit<GoPackage, 'path'> & { path: string; readonly names: Set<string>; readonly used: Set<string> }
  >();
  readonly #byName = new Map<string, GoPackage[]>();
  readonly #imported = new Set<string>();
  readonly #methods = new Set<string>();
  readonly #inPrograms = new Set<string>();

  /** Adds what a document of the index declares and imports. Anything but a Go file adds nothing. */
  add({ document, chunks }: ReadDocument): void {
    const { path, title, outline, content } = document;
    if (!path.endsWith('.go')) return;
    for (const { path: importPath } of findImports(content)) this.#imported.add(importPath);
    const name = /^package (\w+)$/.exec(outline[0]?.text ?? '')?.[1];
    if (name === undefined) return;
    const headings = outline.slice(1).flatMap(({ text }) => text.split(', '));
    const exported = headings.filter((heading) => EXPORTED.test(heading));
    const titled = TITLE.exec(title)?.[1];
    if (titled === undefined) {
      for (const one of exported) this.#inPrograms.add(`${name}.${one}`);
      return;
    }
    const { names, used } = this.#packageOf(path, name, titled.includes('/') ? titled : null);
    for (const one of exported) names.add(one);
    for (const [one] of content.replace(COMMENT_OR_STRING, ' ').matchAll(USED_NAME)) used.add(one);
    for (const identifier of chunks.flatMap(({ identifiers }) => identifiers)) {
      const [qualifier, first = '', method, ...rest] = identifier.split('.');
      if (qualifier !== name || rest.length > 0) continue;
      if (method !== undefined) this.#methods.add(method);
      // The heading of a long group has only the first of its names.
      else if (headings.includes('…')) names.add(first);
    }
  }

  #packageOf(path: string, name: string, importPath: string | null) {
    const key = `${path.slice(0, Math.max(0, path.lastIndexOf('/')))}:${name}`;
    const known = this.#byFolder.get(key);
    if (known !== undefined) {
      if (path < known.path) known.path = path;
      return known;
    }
    const added = { name, importPath, path, names: new Set<string>(), used: new Set<string>() };
    this.#byFolder.set(key, added);
    this.#byName.set(name, [...this.named(name), added]);
    return added;
  }

  get packages(): readonly GoPackage[] {
    return [...this.#byFolder.values()];
  }

  /** The packages with a name, which need not be one. */
  named(name: string): readonly GoPackage[] {
    return this.#byName.get(name) ?? [];
  }

  /** The import paths in the Go files. */
  get imported(): ReadonlySet<string> {
    return this.#imported;
  }

  /** Whether a type of the packages has an exported method of this name. */
  hasMethod(name: string): boolean {
    return this.#methods.has(name);
  }

  /** Whether a program or an example declares a name in a package of its own: `tool.ApprovalResult`. */
  isInPrograms(qualifiedName: string): boolean {
    return this.#inPrograms.has(qualifiedName);
  }
}

/** The names that a package at an import path may have, which may be another than the last part of the path. */
export function possibleNames(importPath: string): string[] {
  const parts = importPath.split('/').filter((part) => !MAJOR_VERSION.test(part));
  const last = (parts.at(-1) ?? '').replace(/\.v\d+$/, '');
  return [...new Set([last, ...last.split(/[-.]/)])].filter((name) => /^[a-z]\w*$/.test(name));
}
