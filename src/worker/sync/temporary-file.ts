import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperationalError } from '../../shared/operational-error.ts';

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
