import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a record lies in a temporary file. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** A file to append to and read back from, without a name: it is gone when the process is, however that ends. */
export class TemporaryFile {
  readonly #fd: number;
  #size = 0;

  constructor() {
    const directory = mkdtempSync(join(tmpdir(), 'eino-docs-'));
    this.#fd = openSync(join(directory, 'spool'), 'wx+', 0o600);
    rmSync(directory, { recursive: true });
  }

  append(bytes: Uint8Array): Extent {
    const extent = { offset: this.#size, length: bytes.byteLength };
    for (let done = 0; done < bytes.byteLength; ) {
      done += writeSync(this.#fd, bytes, done, bytes.byteLength - done, this.#size + done);
    }
    this.#size += bytes.byteLength;
    return extent;
  }

  read(extent: Extent): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(extent.length);
    for (let done = 0; done < extent.length; ) {
      const count = readSync(this.#fd, bytes, done, extent.length - done, extent.offset + done);
      if (count === 0) throw new Error('the temporary file of this run was cut short');
      done += count;
    }
    return bytes;
  }

  close(): void {
    closeSync(this.#fd);
  }
}
