import type { DatabaseSync } from 'node:sqlite';
import type { Manifest } from '../../../shared/domain/change.ts';
import type { DocumentEntry } from '../../../shared/domain/document.ts';
import { type Fingerprint, sameFingerprint } from '../../../shared/domain/fingerprint.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { bytes, text, vectorFrom, vectorSpace } from '../../../shared/index/sqlite/stored-records.ts';
import type { BeginOptions, IndexView, LiveChunk } from '../index-writer.ts';

/** Reads the index file; null where there is no file. */
export type ReadIndex = <T>(read: (db: DatabaseSync) => T) => T | null;

/** The published index as a sync compares against it, through whatever connection `read` has. */
export class SqliteView implements IndexView {
  readonly status: IndexStatus;
  readonly rebuild: boolean;
  readonly #read: ReadIndex;
  readonly #fingerprint: Fingerprint;

  constructor(
    status: IndexStatus,
    { fingerprint, rebuild }: Pick<BeginOptions, 'fingerprint' | 'rebuild'>,
    read: ReadIndex,
  ) {
    this.status = status;
    this.rebuild =
      rebuild || status.fingerprint === null || !sameFingerprint(status.fingerprint, fingerprint);
    this.#fingerprint = fingerprint;
    this.#read = read;
  }

  async manifest(): Promise<Manifest> {
    const rows = this.#read((db) => db.prepare('SELECT path, blob FROM documents ORDER BY path').all()) ?? [];
    return new Map(rows.map((row) => [text(row, 'path'), text(row, 'blob')]));
  }

  async liveChunks(paths: readonly string[]): Promise<ReadonlyMap<string, readonly LiveChunk[]>> {
    if (this.rebuild) return new Map();
    const found = this.#read((db) => {
      const chunks = db.prepare('SELECT id, content_hash FROM chunks WHERE path = ? ORDER BY ordinal');
      return paths.map((path) => {
        const live = chunks
          .all(path)
          .map((row) => ({ id: text(row, 'id'), contentHash: text(row, 'content_hash') }));
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
        return row === undefined ? [] : [[path, text(row, 'content')] as const];
      });
    });
    return new Map(found);
  }

  async summaries(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = this.#read((db) => {
      const entry = db.prepare('SELECT entry FROM documents WHERE path = ?');
      return paths.flatMap((path) => {
        const row = entry.get(path);
        if (row === undefined) return [];
        return [[path, (JSON.parse(text(row, 'entry')) as DocumentEntry).summary] as const];
      });
    });
    return new Map(found);
  }

  async vectors(contentHashes: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    const space = vectorSpace(this.#fingerprint);
    const found = this.#read((db) => {
      const vector = db.prepare('SELECT vector FROM vectors WHERE space = ? AND content_hash = ?');
      return contentHashes.flatMap((hash) => {
        const row = vector.get(space, hash);
        return row === undefined ? [] : [[hash, vectorFrom(bytes(row, 'vector'))] as const];
      });
    });
    return new Map(found);
  }
}
