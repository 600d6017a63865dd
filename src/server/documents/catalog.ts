import type { DocumentEntry, ListedDocument } from '../../shared/domain/document.ts';
import { type IndexStatus, snapshotId } from '../../shared/domain/index-status.ts';
import type { Answer, IndexReader } from '../../shared/index/index-reader.ts';
import { readOnce } from '../index-access/snapshots.ts';
import { findTranslations, type TranslationsByPath } from './languages.ts';

type Documents = Answer<{ documents: readonly ListedDocument[] }>;

export type EntriesByPath = ReadonlyMap<string, DocumentEntry>;

/** Entries that are read at once: as many as one request to Qdrant names paths. */
const ENTRIES_PER_READ = 256;

/** The list of all documents of a snapshot, read when first asked for, and the entries of some. */
export class Catalog {
  readonly #reader: Pick<IndexReader, 'list' | 'entries'>;
  readonly #read: () => Promise<Documents>;
  /** The same documents in other languages. Rejects as the reader does. */
  readonly translations: () => Promise<TranslationsByPath>;

  constructor(reader: Pick<IndexReader, 'list' | 'entries'>) {
    this.#reader = reader;
    this.#read = readOnce(() => reader.list());
    this.translations = readOnce(async () => {
      const { documents, status } = await this.#read();
      return findTranslations(documents, status.sources);
    });
  }

  /**
   * Rejects as the reader does.
   * @param status of the snapshot, as the request knows it
   * @returns the documents with that status, or with their own if they were published while they were being read
   */
  async read(status: IndexStatus): Promise<Documents> {
    const read = await this.#read();
    return snapshotId(read.status) === snapshotId(status) ? { ...read, status } : read;
  }

  /** The entries of the documents at some paths. One that a publish has removed since is left out. */
  async entries(paths: readonly string[], signal?: AbortSignal): Promise<EntriesByPath> {
    const entries = new Map<string, DocumentEntry>();
    for (let from = 0; from < paths.length; from += ENTRIES_PER_READ) {
      const read = await this.#reader.entries(paths.slice(from, from + ENTRIES_PER_READ), signal);
      for (const entry of read.entries) entries.set(entry.path, entry);
    }
    return entries;
  }
}
