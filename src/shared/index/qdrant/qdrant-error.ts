import { isNamed, networkCode } from '../../error-causes.ts';
import type { ErrorCode } from '../../error-codes.ts';
import { OperationalError } from '../../operational-error.ts';
import type { RetryAdvice } from '../../retry.ts';
import type { ResponseNote } from './response-notes.ts';

/** Whether a request only reads: what a refusal means depends on it. */
export type Access = 'read' | 'write';

/** A failed request to Qdrant: what was asked, and what is known of the answer. */
export class QdrantFailure extends Error {
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  /** What Qdrant itself said, on one line, without the key. */
  readonly said: string;

  constructor(cause: unknown, note: ResponseNote, secret: string | undefined) {
    super('a request to Qdrant failed', { cause });
    this.status = note.status !== undefined && note.status >= 300 ? note.status : undefined;
    this.retryAfterMs = note.retryAfterMs;
    const said = whatWasSaid(cause).replace(/\s+/g, ' ').slice(0, 300);
    this.said = secret === undefined ? said : said.replaceAll(secret, '***');
  }
}

const OUT_OF_SPACE = /no space left|out of (disk|space)|disk (space|usage)|insufficient storage/i;

/** Whether another try can help. Every request the adapters send may be sent again. */
export function judgeQdrantError(error: unknown): RetryAdvice {
  if (!(error instanceof QdrantFailure)) return null;
  const { status, said, retryAfterMs } = error;
  if (status !== undefined && status !== 408 && status !== 429 && status < 500) return null;
  if (status === 507 || OUT_OF_SPACE.test(said) || isNamed(error, 'SyntaxError')) return null;
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

/** Whether a collection, alias or point asked for is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof OperationalError && error.code === 'QDRANT_NOT_FOUND';
}

/** Whether Qdrant refused a request for what it says. */
export function isRefusal(error: unknown): boolean {
  return error instanceof OperationalError && error.code === 'QDRANT_REFUSED';
}

/** Whether the key may read, and not write. */
export function isForbidden(error: unknown): boolean {
  return error instanceof OperationalError && error.code === 'QDRANT_READ_ONLY_KEY';
}

/** Whether something of that name is there already. */
export function isConflict(error: unknown): boolean {
  return error instanceof OperationalError && error.code === 'QDRANT_CONFLICT';
}

/**
 * Names what went wrong.
 * @param at Qdrant's address
 */
export function qdrantError(error: unknown, at: string, access: Access): unknown {
  if (!(error instanceof QdrantFailure)) return error;
  const { status, said } = error;
  const make = (code: ErrorCode, message: string, advice: string) =>
    new OperationalError(code, message, advice, { cause: error.cause });

  if (status === 507 || (status !== undefined && status >= 500 && OUT_OF_SPACE.test(said))) {
    return make(
      'QDRANT_OUT_OF_SPACE',
      `Qdrant at ${at} has no space left (${said}).`,
      'Give it a larger disk or free some, then run again; readers keep the published index.',
    );
  }
  if (status === 401 || (status === 403 && access === 'read')) {
    return make('QDRANT_UNAUTHORIZED', `Qdrant at ${at} refused the key.`, 'Check QDRANT_API_KEY.');
  }
  if (status === 403) {
    return make(
      'QDRANT_READ_ONLY_KEY',
      `Qdrant at ${at} does not let this key write (${said}).`,
      'Give the worker the read-write key in QDRANT_API_KEY.',
    );
  }
  if (status === 404) {
    return make('QDRANT_NOT_FOUND', `Qdrant at ${at}: ${said}.`, 'Run a sync to build the index.');
  }
  if (status === 409) {
    return make('QDRANT_CONFLICT', `Qdrant at ${at}: ${said}.`, 'Run again.');
  }
  if (status === 408) return timedOut(at, error);
  if (status === 429) {
    return make(
      'QDRANT_RATE_LIMITED',
      `Qdrant at ${at} keeps refusing for its rate limit (${said}).`,
      'Raise the limit of the collection (strict mode), or run again later.',
    );
  }
  if (status !== undefined && status >= 400 && status < 500) {
    return make(
      'QDRANT_REFUSED',
      `Qdrant at ${at} refused a request (${status}: ${said}).`,
      'Check the limits set for the collection (strict mode) and that Qdrant is a version this program knows.',
    );
  }
  if (status !== undefined) {
    return make(
      'QDRANT_BAD_RESPONSE',
      `Qdrant at ${at} answered ${status} (${said}).`,
      "Look at Qdrant's log.",
    );
  }
  if (isNamed(error, 'SyntaxError')) return unexpectedAnswer(at, 'an answer that is no JSON');
  if (isNamed(error, 'TimeoutError')) return timedOut(at, error);
  return make(
    'QDRANT_UNREACHABLE',
    `Qdrant at ${at} does not answer (${said}).`,
    'Check that it runs and that QDRANT_URL is its REST address, port included.',
  );
}

/** An answer that is none. */
export function unexpectedAnswer(at: string, what: string): OperationalError {
  return new OperationalError(
    'QDRANT_BAD_RESPONSE',
    `${at}: ${what}.`,
    'Check that QDRANT_URL is the REST address of a Qdrant server.',
  );
}

function timedOut(at: string, error: QdrantFailure): OperationalError {
  return new OperationalError(
    'QDRANT_TIMEOUT',
    `Qdrant at ${at} did not answer in time.`,
    'Look at its load, memory and log, then run again.',
    { cause: error.cause },
  );
}

function whatWasSaid(cause: unknown): string {
  const data = field(cause, 'data');
  if (typeof data === 'string') return data;
  const status = field(data, 'status');
  const said = field(status, 'error') ?? field(data, 'error');
  if (typeof said === 'string') return said;
  return networkCode(cause) ?? String(field(cause, 'message') ?? cause);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
