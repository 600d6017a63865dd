import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DEFAULT_LANGUAGE } from '../../domain/document.ts';
import type { IndexQuery } from '../index-reader.ts';
import { numberColumn, textColumn } from './stored-records.ts';

/** The part of an index that a query's languages leave. */
export interface DocumentsInLanguages {
  readonly paths: ReadonlySet<string>;
  /** Row keys of their chunks. */
  readonly chunks: ReadonlySet<number>;
}

/** The documents of one snapshot by language, read when a query first restricts its languages. */
export class LanguageFilter {
  readonly #languages: StatementSync;
  readonly #chunks: StatementSync;
  readonly #byLanguage = new Map<string, DocumentsInLanguages>();
  readonly #combined = new Map<string, DocumentsInLanguages>();

  constructor(db: DatabaseSync) {
    this.#languages = db.prepare(`
      SELECT path, coalesce(json_extract(entry, '$.language'), '${DEFAULT_LANGUAGE}') AS language FROM documents`);
    this.#chunks = db.prepare('SELECT key, path FROM chunks');
  }

  /** Returns what a query may find; undefined if it may find everything. */
  documents({ languages }: Pick<IndexQuery, 'languages'>): DocumentsInLanguages | undefined {
    if (languages === undefined) return undefined;
    if (this.#byLanguage.size === 0) this.#load();
    const wanted = [...this.#byLanguage.keys()].filter((language) =>
      'only' in languages ? languages.only.includes(language) : !languages.except.includes(language),
    );
    if (wanted.length === this.#byLanguage.size) return undefined;
    // As many entries as there are sets of the index's languages that somebody asks for: two or three.
    const key = wanted.join(' ');
    const combined = this.#combined.get(key) ?? this.#combine(wanted);
    this.#combined.set(key, combined);
    return combined;
  }

  #combine(languages: readonly string[]): DocumentsInLanguages {
    const [first, ...rest] = languages.flatMap((language) => this.#byLanguage.get(language) ?? []);
    if (first === undefined) return { paths: new Set(), chunks: new Set() };
    return rest.reduce(
      (all, { paths, chunks }) => ({
        paths: all.paths.union(paths),
        chunks: all.chunks.union(chunks),
      }),
      first,
    );
  }

  #load(): void {
    const languages = new Map<string, string>();
    for (const row of this.#languages.iterate()) {
      languages.set(textColumn(row, 'path'), textColumn(row, 'language'));
    }
    const found = new Map<string, { paths: Set<string>; chunks: Set<number> }>();
    for (const language of new Set(languages.values())) {
      found.set(language, { paths: new Set(), chunks: new Set() });
    }
    for (const [path, language] of languages) found.get(language)?.paths.add(path);
    for (const row of this.#chunks.iterate()) {
      const language = languages.get(textColumn(row, 'path')) ?? DEFAULT_LANGUAGE;
      found.get(language)?.chunks.add(numberColumn(row, 'key'));
    }
    for (const [language, documents] of found) this.#byLanguage.set(language, documents);
  }
}
