import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DEFAULT_LANGUAGE } from '../../domain/document.ts';
import type { IndexQuery } from '../index-reader.ts';
import { textColumn } from './stored-records.ts';

/** The part of an index that a query's languages leave. Each set is read when it is first asked for. */
export interface DocumentsInLanguages {
  paths(): ReadonlySet<string>;
  /** Row keys of their chunks. */
  chunks(): ReadonlySet<number>;
}

const LANGUAGE = `coalesce(json_extract(entry, '$.language'), '${DEFAULT_LANGUAGE}')`;
const IN_LANGUAGES = `SELECT path FROM documents WHERE ${LANGUAGE} IN (SELECT value FROM json_each(?))`;

/** The documents of one snapshot by language. Answers come as one JSON array: rows would take three times as long. */
export class LanguageFilter {
  readonly #allLanguages: StatementSync;
  readonly #paths: StatementSync;
  readonly #chunks: StatementSync;
  /** By the languages as JSON: as many as sets of the index's languages that somebody asks for, two or three. */
  readonly #found = new Map<string, DocumentsInLanguages>();
  #languages: readonly string[] | null = null;

  constructor(db: DatabaseSync) {
    this.#allLanguages = db.prepare(`SELECT json_group_array(DISTINCT ${LANGUAGE}) AS list FROM documents`);
    this.#paths = db.prepare(`SELECT json_group_array(path) AS list FROM (${IN_LANGUAGES})`);
    this.#chunks = db.prepare(
      `SELECT json_group_array(key) AS list FROM chunks WHERE path IN (${IN_LANGUAGES})`,
    );
  }

  /** Returns what a query may find; undefined if it may find everything. */
  documents({ languages }: Pick<IndexQuery, 'languages'>): DocumentsInLanguages | undefined {
    if (languages === undefined) return undefined;
    this.#languages ??= readList<string>(this.#allLanguages);
    const wanted = this.#languages.filter((language) =>
      'only' in languages ? languages.only.includes(language) : !languages.except.includes(language),
    );
    if (wanted.length === this.#languages.length) return undefined;
    const id = JSON.stringify(wanted);
    const found = this.#found.get(id) ?? this.#documentsIn(id);
    this.#found.set(id, found);
    return found;
  }

  #documentsIn(languages: string): DocumentsInLanguages {
    let paths: ReadonlySet<string> | undefined;
    let chunks: ReadonlySet<number> | undefined;
    return {
      paths: () => {
        paths ??= new Set(readList<string>(this.#paths, languages));
        return paths;
      },
      chunks: () => {
        chunks ??= new Set(readList<number>(this.#chunks, languages));
        return chunks;
      },
    };
  }
}

function readList<T>(statement: StatementSync, ...parameters: string[]): T[] {
  return JSON.parse(textColumn(statement.get(...parameters) ?? {}, 'list')) as T[];
}
