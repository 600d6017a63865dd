import type { Document } from '../../shared/domain/document.ts';
import type { PreparedDocument } from '../prepare/prepared-document.ts';
import type { FileRef, SourceFile } from '../source/docs-source.ts';
import { type Extent, TemporaryFile } from './temporary-file.ts';

/** Bounds of what is held in memory at once, whatever the size of the corpus. */
const BATCH_DOCUMENTS = 64;
const BATCH_BYTES = 4 * 1024 * 1024;

type WithheldFile = Extract<SourceFile, { bytes: null }>;

interface SpooledFile extends FileRef {
  readonly size: number;
  readonly extent: Extent;
}

/**
 * What a run has read, prepared and embedded, and not staged yet. The source is read to its end before anything is
 * parsed, so that no download waits for a parser; all embedding is done before anything is staged; and a corpus may be
 * larger than the memory: so everything waits on disk.
 */
export class Spool {
  readonly #file = new TemporaryFile();
  readonly #files: (WithheldFile | SpooledFile)[] = [];
  readonly #documents: Extent[] = [];
  readonly #chunkIds = new Set<string>();
  readonly #vectors = new Map<string, Extent>();

  addFile(file: SourceFile): void {
    if (file.bytes === null) this.#files.push(file);
    else {
      const { bytes, ...ref } = file;
      this.#files.push({ ...ref, extent: this.#file.append(bytes) });
    }
  }

  get fileCount(): number {
    return this.#files.length;
  }

  /** The files as they were added. */
  *files(): Generator<SourceFile> {
    for (const file of this.#files) {
      if ('bytes' in file) yield file;
      else {
        const { extent, ...ref } = file;
        yield { ...ref, bytes: this.#file.read(extent) };
      }
    }
  }

  addDocument(prepared: PreparedDocument): void {
    for (const { id } of prepared.chunks) this.#chunkIds.add(id);
    this.#documents.push(this.#file.append(Buffer.from(JSON.stringify(prepared), 'utf8')));
  }

  addVector(contentHash: string, vector: Float32Array): void {
    const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
    this.#vectors.set(contentHash, this.#file.append(bytes));
  }

  hasVector(contentHash: string): boolean {
    return this.#vectors.has(contentHash);
  }

  /** The vectors there are for these content hashes. */
  vectors(contentHashes: Iterable<string>): Map<string, Float32Array> {
    const found = new Map<string, Float32Array>();
    for (const hash of contentHashes) {
      const extent = this.#vectors.get(hash);
      if (extent !== undefined) found.set(hash, new Float32Array(this.#file.read(extent).buffer));
    }
    return found;
  }

  /** The ids of all chunks of its documents. */
  get chunkIds(): ReadonlySet<string> {
    return this.#chunkIds;
  }

  get documentCount(): number {
    return this.#documents.length;
  }

  /** The documents in the order they were added, in batches of bounded size. */
  *batches(): Generator<PreparedDocument[]> {
    let batch: PreparedDocument[] = [];
    let bytes = 0;
    for (const extent of this.#documents) {
      if (batch.length > 0 && (batch.length === BATCH_DOCUMENTS || bytes + extent.length > BATCH_BYTES)) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(this.#read(extent));
      bytes += extent.length;
    }
    if (batch.length > 0) yield batch;
  }

  /** The documents in the order they were added, without their chunks. */
  *documents(): Generator<Document> {
    for (const batch of this.batches()) for (const { document } of batch) yield document;
  }

  #read(extent: Extent): PreparedDocument {
    return JSON.parse(Buffer.from(this.#file.read(extent)).toString('utf8')) as PreparedDocument;
  }

  close(): void {
    this.#file.close();
  }
}
