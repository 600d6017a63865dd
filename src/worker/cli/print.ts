import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperationalError } from '../../shared/errors/operational-error.ts';

/**
 * Writes results to stdout, as fast as they are read there. Whoever closes the pipe has seen enough (`| head`).
 * @throws OperationalError `OUTPUT_FAILED`, and whatever `results` throws
 */
export async function print(
  stdout: NodeJS.WritableStream,
  results: Iterable<string> | AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await pipeline(Readable.from(results), stdout, {
      end: false,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (!isOfWriting(error)) throw error;
    if (error.code === 'EPIPE') return;
    throw new OperationalError(
      'OUTPUT_FAILED',
      `the results cannot be written to stdout (${error.message}).`,
      'Make room where it leads, or send it elsewhere.',
      { cause: error },
    );
  }
}

function isOfWriting(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write';
}
