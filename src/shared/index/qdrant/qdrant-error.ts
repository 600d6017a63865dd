import { connectionProblem, excerptOf, isNamed, neverConnected } from '../../error-causes.ts';
import type { ErrorCode } from '../../error-codes.ts';
import { OperationalError } from '../../operational-error.ts';
import type { RetryAdvice } from '../../retry.ts';
import type { CapturedResponse } from './connection-pool.ts';

/** Whether a request reads or writes: it decides what a 403 means. */
export type Access = 'read' | 'write';

/** A request that failed. */
export interface FailedQdrantRequest {
  /** Address of the Qdrant server. */
  readonly address: string;
  readonly access: Access;
  readonly response: CapturedResponse;
  /** What the client threw. */
  readonly cause: unknown;
}

/** A failed request, classified. */
class QdrantError extends OperationalError {
  /** Whether sending the same request again may help. */
  readonly retryable: boolean;
  /** How long Qdrant asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Whether Qdrant answered with a status of its own failing. */
  readonly answered: boolean;
  /** Whether the request may still be carried out after this error: it was sent, and Qdrant did not answer. */
  readonly pending: boolean;
  readonly access: Access;

  constructor(
    { code, message, advice, retryable = false }: Problem,
    { access, response, cause }: FailedQdrantRequest,
  ) {
    super(code, message, advice, { cause });
    this.access = access;
    const { status = 0 } = response;
    // A body that should be JSON and is not was not written by Qdrant.
    this.retryable = retryable && !isNamed(cause, 'SyntaxError');
    this.retryAfterMs = response.retryAfterMs;
    this.answered = status >= 500 && this.retryable;
    this.pending = status === 0 && !neverConnected(cause);
  }
}

interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly advice: string;
  readonly retryable?: boolean;
}

/** Classifies a failed request. */
export function qdrantError(request: FailedQdrantRequest): OperationalError {
  const { status = 0 } = request.response;
  const broken = brokenOff(request);
  if (broken !== null) return new QdrantError(broken, request);
  const said = whatQdrantSaid(request);
  // With a status of success, something went wrong while the response was read.
  const problem =
    status >= 300 ? problemOfStatus(status, said, request) : problemWithoutStatus(said, request);
  return new QdrantError(problem, request);
}

/** Decides whether another try may help. The adapters send only requests that may be repeated. */
export function judgeQdrantError(error: unknown): RetryAdvice {
  if (!(error instanceof QdrantError) || !error.retryable) return null;
  return error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
}

/** Whether the same request may be sent to another node of the cluster at once. */
export function mayGoElsewhere(error: unknown): boolean {
  if (!(error instanceof QdrantError) || !error.retryable) return false;
  return error.code !== 'QDRANT_RATE_LIMITED' && (error.access === 'read' || !error.pending);
}

/** Whether a node answered, with a failure of its own that another try may avoid. */
export function answeredWithFailure(error: unknown): boolean {
  return error instanceof QdrantError && error.answered;
}

/** Makes the error for a response that is not what Qdrant would send. */
export function unexpectedResponse(address: string, problem: string): OperationalError {
  const { code, message, advice } = badResponse(address, problem);
  return new OperationalError(code, message, advice);
}

/**
 * Qdrant reports a full disk as a generic server error that only its text tells apart. No other error is recognised by
 * its text.
 */
const OUT_OF_SPACE = /no space left|out of (disk|space)|disk (space|usage)|insufficient storage/i;

function problemOfStatus(status: number, said: string, { address, access }: FailedQdrantRequest): Problem {
  if (status === 507 || (status >= 500 && OUT_OF_SPACE.test(said))) {
    return {
      code: 'QDRANT_OUT_OF_SPACE',
      message: `Qdrant at ${address} has no space left (${said}).`,
      advice: 'Give it a larger disk or free some, then run again; readers keep the published index.',
    };
  }
  switch (status) {
    case 401:
      return unauthorized(address);
    case 403:
      if (access === 'read') return unauthorized(address);
      return {
        code: 'QDRANT_READ_ONLY_KEY',
        message: `Qdrant at ${address} does not let this key write (${said}).`,
        advice: 'Give the worker the read-write key in QDRANT_API_KEY.',
      };
    case 404:
      return {
        code: 'QDRANT_NOT_FOUND',
        message: `Qdrant at ${address}: ${said}.`,
        advice: 'Run a sync to build the index.',
      };
    case 408:
      return timedOut(address);
    case 409:
      return {
        code: 'QDRANT_CONFLICT',
        message: `Qdrant at ${address}: ${said}.`,
        advice: 'Run again.',
      };
    case 429:
      return {
        code: 'QDRANT_RATE_LIMITED',
        message: `Qdrant at ${address} keeps refusing requests because of its rate limit (${said}).`,
        advice: 'Raise the limit of the collection (strict mode), or run again later.',
        retryable: true,
      };
  }
  if (status >= 400 && status < 500) {
    return {
      code: 'QDRANT_REFUSED',
      message: `Qdrant at ${address} refused a request (${status}: ${said}).`,
      advice:
        'Check the limits set for the collection (strict mode), and that this program supports the version of Qdrant.',
    };
  }
  return {
    code: 'QDRANT_BAD_RESPONSE',
    message: `Qdrant at ${address} answered ${status} (${said}).`,
    advice: "Look at Qdrant's log.",
    retryable: status >= 500,
  };
}

/** A response that was not read to its end, because of what it is. */
function brokenOff({ address, response }: FailedQdrantRequest): Problem | null {
  const broken = response.brokenOff;
  if (broken === undefined) return null;
  if (broken.name === 'BodyTooLarge') return badResponse(address, broken.message);
  return {
    code: 'QDRANT_BAD_RESPONSE',
    message: `${address}: ${broken.message}, which is not followed.`,
    advice: 'Set QDRANT_URL to the address of Qdrant itself.',
  };
}

function problemWithoutStatus(said: string, { address, cause }: FailedQdrantRequest): Problem {
  if (isNamed(cause, 'SyntaxError')) return badResponse(address, 'the response is not JSON');
  if (isNamed(cause, 'TimeoutError')) return timedOut(address);
  const { advice } = connectionProblem(cause);
  return {
    code: 'QDRANT_UNREACHABLE',
    message: `Qdrant at ${address} does not answer (${said}).`,
    advice: advice ?? 'Check that it runs and that QDRANT_URL is its REST address, port included.',
    retryable: advice === null,
  };
}

function unauthorized(address: string): Problem {
  return {
    code: 'QDRANT_UNAUTHORIZED',
    message: `Qdrant at ${address} refused the key.`,
    advice: 'Check QDRANT_API_KEY.',
  };
}

function timedOut(address: string): Problem {
  return {
    code: 'QDRANT_TIMEOUT',
    message: `Qdrant at ${address} did not answer in time.`,
    advice: 'Look at its load, memory and log, then run again.',
    retryable: true,
  };
}

function badResponse(address: string, problem: string): Problem {
  return {
    code: 'QDRANT_BAD_RESPONSE',
    message: `${address}: ${problem}.`,
    advice: 'Check that QDRANT_URL is the REST address of a Qdrant server.',
  };
}

/** Returns Qdrant's own message, or what went wrong on the network: on one line, cut short, without secrets. */
function whatQdrantSaid({ cause }: FailedQdrantRequest): string {
  return excerptOf(messageIn(cause));
}

function messageIn(cause: unknown): string {
  const data = field(cause, 'data');
  if (typeof data === 'string') return data;
  const message = field(field(data, 'status'), 'error') ?? field(data, 'error');
  if (typeof message === 'string') return message;
  return connectionProblem(cause).reason;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
