import type { DatabaseSync } from 'node:sqlite';
import type { Manifest } from '../../../shared/domain/change.ts';
import type { HistoryPosition, HistoryPositions } from '../../../shared/domain/history.ts';
import type { Fingerprint, IndexStatus } from '../../../shared/domain/index-status.ts';
import type { OutdatedMentions } from '../../../shared/drift/outdated-mentions.ts';
import { SQLITE_SCHEMA_VERSION } from '../../../shared/index/sqlite/schema.ts';
import { tablesVersion } from '../../../shared/index/sqlite/sqlite-file.ts';
import {
  chunkFromRow,
  contentFromRow,
  documentFromRow,
  entryFromRow,
  readOutdatedNames,
  readStatus,
  storedVectorFromRow,
  textColumn,
  vectorSpace,
} from '../../../shared/index/sqlite/stored-records.ts';
import type { PreparedDocument } from '../../prepare/prepared-document.ts';
import { needsRebuild } from '../after-publish.ts';
import type { BeginOptions, IndexView, PublishedChunk } from '../index-writer.ts';

/** Reads the index file; returns null if there is none. */
export type ReadIndex = <T>(read: (db: DatabaseSync) => T) => T | null;

/** What a sync compares with its own. */
export interface FileState {
  readonly status: IndexStatus;
  /** The file has the tables of an earlier version, so that a rebuild must replace them. */
  readonly isEarlier: boolean;
}

export function readFileState(db: DatabaseSync): FileState {
  return { status: readStatus(db), isEarlier: tablesVersion(db) < SQLITE_SCHEMA_VERSION };
}

/** The published index in a file, read over whatever connection `read` uses. */
export class SqliteView implements IndexView {
  readonly status: IndexStatus;
  readonly rebuild: boolean;
  readonly #read: ReadIndex;
  readonly #fingerprint: Fingerprint;

  constructor(
    { status, isEarlier }: FileState,
    options: Pick<BeginOptions, 'fingerprint' | 'rebuild'>,
    read: ReadIndex,
  ) {
    this.status = status;
    this.rebuild = isEarlier || needsRebuild(status, options);
    this.#fingerprint = options.fingerprint;
    this.#read = read;
  }

  async manifest(): Promise<Manifest> {
    const rows = this.#read((db) => db.prepare('SELECT path, blob FROM documents ORDER BY path').all()) ?? [];
    return new Map(rows.map((row) => [textColumn(row, 'path'), textColumn(row, 'blob')]));
  }

  async publishedChunks(paths: readonly string[]): Promise<ReadonlyMap<string, readonly PublishedChunk[]>> {
    if (this.rebuild) return new Map();
    const found = this.#read((db) => {
      const chunks = db.prepare('SELECT id, content_hash FROM chunks WHERE path = ? ORDER BY ordinal');
      return paths.map((path) => {
        const live = chunks.all(path).map((row) => ({
          id: textColumn(row, 'id'),
          contentHash: textColumn(row, 'content_hash'),
        }));
        return [path, live] as const;
      });
    });
    return new Map(found?.filter(([, live]) => live.length > 0));
  }

  async contents(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = this.#read((db) => {
      const content = db.prepare('SELECT content FROM documents WHERE path = ?');
      return paths.flatMap((path) => {
        const row = content.get(path);
        return row === undefined ? [] : [[path, contentFromRow(row)] as const];
      });
    });
    return new Map(found);
  }

  async documents(paths: readonly string[]): Promise<readonly PreparedDocument[]> {
    const found = this.#read((db) => {
      const document = db.prepare('SELECT entry, outline, content FROM documents WHERE path = ?');
      const chunks = db.prepare(
        'SELECT id, path, ordinal, content_hash, record FROM chunks WHERE path = ? ORDER BY ordinal',
      );
      return paths.flatMap((path) => {
        const row = document.get(path);
        return row === undefined
          ? []
          : [{ document: documentFromRow(row), chunks: chunks.all(path).map(chunkFromRow) }];
      });
    });
    return found ?? [];
  }

  async outdatedNames(): Promise<OutdatedMentions | null> {
    return this.#read(readOutdatedNames);
  }

  async summaries(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = this.#read((db) => {
      const entry = db.prepare('SELECT entry FROM documents WHERE path = ?');
      return paths.flatMap((path) => {
        const row = entry.get(path);
        return row === undefined ? [] : [[path, entryFromRow(row).summary] as const];
      });
    });
    return new Map(found);
  }

  async vectors(contentHashes: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    const space = vectorSpace(this.#fingerprint);
    const { dimensions } = this.#fingerprint;
    if (space === null || dimensions === null) return new Map();
    const found = this.#read((db) => {
      const vector = db.prepare('SELECT vector FROM vectors WHERE space = ? AND content_hash = ?');
      return contentHashes.flatMap((hash) => {
        const row = vector.get(space, hash);
        return row === undefined
          ? []
          : [[hash, Float32Array.from(storedVectorFromRow(row, dimensions))] as const];
      });
    });
    return new Map(found);
  }

  async historyPositions(): Promise<HistoryPositions> {
    const rows = this.#read((db) => db.prepare('SELECT source, position FROM history_positions').all()) ?? [];
    return Object.fromEntries(
      rows.map((row) => [
        textColumn(row, 'source'),
        JSON.parse(textColumn(row, 'position')) as HistoryPosition,
      ]),
    );
  }
}
