import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperationalError } from '../../shared/operational-error.ts';
import type { PreparedDocument } from '../prepare/prepared-document.ts';
import type { FileRef, SourceFile } from '../source/docs-source.ts';

/** Position of a record in a temporary file, in bytes. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/**
 * A file to append to and read back from. It has no name, so the system removes it when the process ends, however that
 * happens. Methods throw an OperationalError `SPOOL_FAILED` when the disk fails.
 */
export class TemporaryFile {
  readonly #fd: number;
  #size = 0;

  constructor() {
    this.#fd = classified(() => {
      const directory = mkdtempSync(join(tmpdir(), 'eino-docs-'));
      const fd = openSync(join(directory, 'spool'), 'wx+', 0o600);
      rmSync(directory, { recursive: true });
      return fd;
    });
  }

  append(bytes: Uint8Array): Extent {
    const extent = { offset: this.#size, length: bytes.byteLength };
    classified(() => {
      for (let done = 0; done < extent.length; ) {
        done += writeSync(this.#fd, bytes, done, extent.length - done, extent.offset + done);
      }
    });
    this.#size += extent.length;
    return extent;
  }

  read(extent: Extent): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(extent.length);
    classified(() => {
      for (let done = 0; done < extent.length; ) {
        const count = readSync(this.#fd, bytes, done, extent.length - done, extent.offset + done);
        if (count === 0) throw new Error('unexpected end of file');
        done += count;
      }
    });
    return bytes;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

function classified<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new OperationalError(
      'SPOOL_FAILED',
      `the temporary file of this run cannot be used (${error instanceof Error ? error.message : String(error)}).`,
      'Free disk space in the temporary folder and make it writable, or set TMPDIR to another folder.',
      { cause: error },
    );
  }
}

// A corpus may be larger than the memory: between two steps of a run, contents, texts and vectors wait on disk.

type WithheldFile = Extract<SourceFile, { bytes: null }>;

interface SpooledFile extends FileRef {
  readonly size: number;
  readonly extent: Extent;
}

/** Files that were read and not prepared yet. */
export class FileSpool implements Iterable<SourceFile> {
  readonly #file: TemporaryFile;
  readonly #files: (WithheldFile | SpooledFile)[] = [];

  constructor(file: TemporaryFile) {
    this.#file = file;
  }

  add(file: SourceFile): void {
    if (file.bytes === null) this.#files.push(file);
    else {
      const { bytes, ...ref } = file;
      this.#files.push({ ...ref, extent: this.#file.append(bytes) });
    }
  }

  get size(): number {
    return this.#files.length;
  }

  /** Reads the files back in the order they were added, one at a time. */
  [Symbol.iterator](): Generator<SourceFile> {
    return this.filter(() => true);
  }

  /** Reads back those of the files that are wanted. */
  *filter(isWanted: (file: FileRef) => boolean): Generator<SourceFile> {
    for (const file of this.#files) {
      if (!isWanted(file)) continue;
      if ('bytes' in file) yield file;
      else {
        const { extent, ...ref } = file;
        yield { ...ref, bytes: this.#file.read(extent) };
      }
    }
  }
}

/** What is known of a spooled document without reading it. */
export interface SpooledDocument extends FileRef {
  /** Content hashes of its chunks, in their order. */
  readonly contentHashes: readonly string[];
  readonly extent: Extent;
}

/** Upper bounds of a batch of documents, whatever the size of the corpus. */
const BATCH_DOCUMENTS = 64;
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Documents that were prepared and not staged yet. Paths, blobs, ids, hashes and token counts stay in memory, so that
 * planning reads nothing back; everything else is on disk.
 */
export class DocumentSpool {
  readonly #file: TemporaryFile;
  readonly #entries: SpooledDocument[] = [];
  readonly #chunkIds = new Set<string>();
  readonly #texts = new Map<string, number>();

  constructor(file: TemporaryFile) {
    this.#file = file;
  }

  add(prepared: PreparedDocument): void {
    const { document, chunks } = prepared;
    for (const { id, contentHash, tokens } of chunks) {
      this.#chunkIds.add(id);
      this.#texts.set(contentHash, tokens);
    }
    this.#entries.push({
      path: document.path,
      blob: document.blob,
      contentHashes: chunks.map(({ contentHash }) => contentHash),
      extent: this.#file.append(Buffer.from(JSON.stringify(prepared), 'utf8')),
    });
  }

  get size(): number {
    return this.#entries.length;
  }

  /** The documents in the order they were added. */
  get entries(): readonly SpooledDocument[] {
    return this.#entries;
  }

  /** The ids of all chunks. */
  get chunkIds(): ReadonlySet<string> {
    return this.#chunkIds;
  }

  /** Content hash → size in tokens of every text among the chunks. */
  get tokensByHash(): ReadonlyMap<string, number> {
    return this.#texts;
  }

  /** Reads a document back and parses it: once a step is enough. */
  read({ extent }: SpooledDocument): PreparedDocument {
    return JSON.parse(Buffer.from(this.#file.read(extent)).toString('utf8')) as PreparedDocument;
  }

  /** Reads documents back in batches of bounded size. */
  *batches(entries: Iterable<SpooledDocument> = this.#entries): Generator<PreparedDocument[]> {
    let batch: PreparedDocument[] = [];
    let bytes = 0;
    for (const entry of entries) {
      const { length } = entry.extent;
      if (batch.length > 0 && (batch.length === BATCH_DOCUMENTS || bytes + length > BATCH_BYTES)) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(this.read(entry));
      bytes += length;
    }
    if (batch.length > 0) yield batch;
  }
}

/** Vectors that wait to be staged, by content hash. */
export class VectorSpool {
  readonly #file: TemporaryFile;
  readonly #vectors = new Map<string, Extent>();

  constructor(file: TemporaryFile) {
    this.#file = file;
  }

  add(contentHash: string, vector: Float32Array): void {
    const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
    this.#vectors.set(contentHash, this.#file.append(bytes));
  }

  get size(): number {
    return this.#vectors.size;
  }

  has(contentHash: string): boolean {
    return this.#vectors.has(contentHash);
  }

  /** Reads back the vectors of these content hashes; a hash without a vector is left out. */
  read(contentHashes: Iterable<string>): Map<string, Float32Array> {
    const found = new Map<string, Float32Array>();
    for (const hash of contentHashes) {
      const extent = this.#vectors.get(hash);
      if (extent !== undefined) found.set(hash, new Float32Array(this.#file.read(extent).buffer));
    }
    return found;
  }
}
