import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperationalError } from '../../shared/operational-error.ts';

/**
 * Writes results to stdout as fast as its reader takes them. A reader that closes the pipe (`| head`) is no failure.
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
    if (!isWriteError(error)) throw error;
    if (error.code === 'EPIPE') return;
    throw new OperationalError(
      'OUTPUT_FAILED',
      `the results cannot be written to stdout (${error.message}).`,
      'Free disk space where stdout leads, or redirect it elsewhere.',
      { cause: error },
    );
  }
}

function isWriteError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write';
}

/**
 * Makes untrusted text safe to show on one line of a terminal: a commit message or a file name must not be able to
 * control the terminal of the person who reads it.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** A whole number with thousands separators: `1,412`. */
export function formatNumber(n: number): string {
  return n.toLocaleString('en-US');
}

/** A number and what it counts: `1 document`, `1,412 chunks`. */
export function pluralize(n: number, noun: string): string {
  return `${formatNumber(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** A duration in seconds: `1.23 s`, `83 s`. @param ms milliseconds */
export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
}

/** How long ago something was: `12 minutes ago`. @param ms milliseconds */
export function formatTimeAgo(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${pluralize(minutes, 'minute')} ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${pluralize(hours, 'hour')} ago` : `${pluralize(Math.floor(hours / 24), 'day')} ago`;
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
