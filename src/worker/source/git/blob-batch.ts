import { blobHash } from '../document-files.ts';
import { damagedCloneError } from './git-process.ts';

export interface BatchObject {
  readonly sha: string;
  readonly type: string;
  readonly size: number;
  /** null if the object is larger than the limit. */
  readonly bytes: Buffer | null;
  /** Whether the bytes hash to the sha. */
  readonly intact: boolean;
}

/** Longer than any header: a sha, a type and a size, or a requested name and `missing`. In bytes. */
const MAX_HEADER = 8192;

/**
 * Parses the output of `git cat-file --batch` object by object. Holds at most one object of at most `maxBytes`.
 * @returns the objects in the requested order, null for a missing one
 * @throws OperationalError `DOCS_UNREADABLE` if the output ends early or has another format
 */
export async function* parseBlobBatch(
  output: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<BatchObject | null> {
  const reader = new ChunkReader(output);
  try {
    for (let line = await reader.line(); line !== null; line = await reader.line()) {
      const header = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(line);
      if (header !== null) yield await readObject(reader, header, maxBytes);
      else if (/ (missing|ambiguous)$/.test(line)) yield null;
      else throw damagedCloneError(`git returned ${JSON.stringify(line)}`);
    }
  } finally {
    await reader.close();
  }
}

async function readObject(
  reader: ChunkReader,
  [, sha = '', type = '', digits]: RegExpExecArray,
  maxBytes: number,
): Promise<BatchObject> {
  const size = Number(digits);
  const hash = blobHash(size, sha.length);
  const kept: Buffer[] | null = size <= maxBytes ? [] : null;
  for await (const part of reader.bytes(size)) {
    hash.update(part);
    kept?.push(part);
  }
  if ((await reader.line()) !== '')
    throw damagedCloneError('git returned an object that is longer than announced');
  const bytes = kept === null ? null : Buffer.concat(kept);
  return { sha, type, size, bytes, intact: type !== 'blob' || hash.digest('hex') === sha };
}

/** Reads lines and a given number of bytes from a stream of chunks. */
class ChunkReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next line without its end, null at the end of the stream. */
  async line(): Promise<string | null> {
    let end = this.#rest.indexOf('\n');
    while (end < 0) {
      if (this.#rest.byteLength > MAX_HEADER) throw damagedCloneError('git returned a line without an end');
      const { value, done } = await this.#chunks.next();
      if (done) {
        if (this.#rest.byteLength > 0) throw damagedCloneError('git stopped in the middle of a file');
        return null;
      }
      this.#rest = Buffer.concat([this.#rest, value]);
      end = this.#rest.indexOf('\n');
    }
    const line = this.#rest.toString('utf8', 0, end);
    this.#rest = this.#rest.subarray(end + 1);
    return line;
  }

  /** Stops reading, which ends the process that writes. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async *bytes(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#rest.byteLength === 0) {
        const { value, done } = await this.#chunks.next();
        if (done) throw damagedCloneError('git stopped in the middle of a file');
        this.#rest = value;
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.byteLength);
      left -= part.byteLength;
      yield part;
    }
  }
}
