import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperationalError } from '../../shared/operational-error.ts';

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

/**
 * Text from outside, for a terminal and on one line: whoever writes a commit message or names a file must not be able
 * to steer the terminal of whoever reads about it.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** A whole number with thousands set apart. */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}

export function plural(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** A span of time, given in milliseconds, as seconds. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
}

/** How long ago something was. @param ms milliseconds */
export function ago(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${plural(minutes, 'minute')} ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${plural(hours, 'hour')} ago` : `${plural(Math.floor(hours / 24), 'day')} ago`;
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
