import { APIError } from 'openai';
import { isNamed, networkCode } from '../errors/error-chain.ts';
import { OperationalError } from '../errors/operational-error.ts';
import type { RetryAdvice } from '../retry/retry.ts';
import { retryAfterMs } from '../retry/retry-after.ts';

/** Codes of a 429 that says the account is empty: no retry cures it. */
const QUOTA_CODES = new Set(['insufficient_quota', 'billing_not_active', 'billing_hard_limit_reached']);

/** Whether asking again can help: rate limits, overload, network trouble and time-outs, but not an empty account. */
export function judgeOpenAIError(error: unknown, now: number): RetryAdvice {
  if (error instanceof OperationalError) return null;
  const status = error instanceof APIError ? error.status : undefined;
  if (status === undefined) return {};
  if (isQuota(error)) return null;
  if (status !== 408 && status !== 409 && status !== 429 && status < 500) return null;
  const asked = error instanceof APIError && error.headers ? retryAfterMs(error.headers, now) : undefined;
  return asked === undefined ? {} : { retryAfterMs: asked };
}

/**
 * Names what went wrong.
 * @param endpoint the base URL, without secrets
 * @param secret taken out of whatever the server said
 */
export function openAIError(error: unknown, endpoint: string, secret: string | undefined): OperationalError {
  if (error instanceof OperationalError) return error;
  const cause = { cause: error };
  const status = error instanceof APIError ? error.status : undefined;
  const said = redacted(error instanceof Error ? error.message : String(error), secret);

  if (status === 401 || status === 403) {
    return new OperationalError(
      'EMBEDDER_UNAUTHORIZED',
      `${endpoint} refused the key (${status}).`,
      secret === undefined ? 'Set OPENAI_API_KEY.' : 'Check OPENAI_API_KEY and what it may do.',
      cause,
    );
  }
  if (isQuota(error)) {
    return new OperationalError(
      'EMBEDDER_QUOTA',
      `the account at ${endpoint} has no quota left.`,
      'Add credit or raise the limit of the account that OPENAI_API_KEY belongs to.',
      cause,
    );
  }
  if (status === 429) {
    return new OperationalError(
      'EMBEDDER_RATE_LIMITED',
      `${endpoint} keeps refusing for its rate limit (${said}).`,
      'Run again later, or raise the limit of the account.',
      cause,
    );
  }
  if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 409) {
    return new OperationalError(
      'EMBEDDER_REFUSED',
      `${endpoint} refused the request (${said}).`,
      'Check EMBEDDING_MODEL, EMBEDDING_DIMENSIONS and OPENAI_BASE_URL.',
      cause,
    );
  }
  if (isNamed(error, 'SyntaxError')) {
    return badResponse(endpoint, 'its answer is no JSON', cause);
  }
  return new OperationalError(
    'EMBEDDER_UNREACHABLE',
    `${endpoint} does not answer (${isNamed(error, 'TimeoutError') ? 'time ran out' : (networkCode(error) ?? said)}).`,
    'Check OPENAI_BASE_URL and the network, then run again.',
    cause,
  );
}

/** An answer that is not what the protocol says. */
export function badResponse(endpoint: string, what: string, options?: ErrorOptions): OperationalError {
  return new OperationalError(
    'EMBEDDER_BAD_RESPONSE',
    `${endpoint}: ${what}.`,
    'Check that EMBEDDING_MODEL is an embedding model of that endpoint and that EMBEDDING_DIMENSIONS fits it.',
    options,
  );
}

function isQuota(error: unknown): boolean {
  return error instanceof APIError && error.status === 429 && QUOTA_CODES.has(error.code ?? error.type ?? '');
}

function redacted(text: string, secret: string | undefined): string {
  const line = text.replace(/\s+/g, ' ').slice(0, 300);
  return secret === undefined ? line : line.replaceAll(secret, '***');
}
