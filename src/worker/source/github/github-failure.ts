import { RequestError } from 'octokit';
import { isoTime } from '../../../shared/clock.ts';
import { causeNamed, connectionProblem, excerptOf } from '../../../shared/error-causes.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import { type RetryAdvice, retryAfterMs } from '../../../shared/retry.ts';

/** The request that failed. */
export interface FailedGitHubRequest {
  /** The requested thing, as errors name it: `commit 1234 of owner/name`. */
  readonly subject: string;
  readonly apiUrl: string;
  readonly token: string | null;
  /** Whether another run follows by itself; absent: no. */
  readonly repeats?: boolean | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A classified failure: the error for a person, and whether another try could help. */
export interface GitHubFailure {
  readonly error: OperationalError;
  readonly advice: RetryAdvice;
}

/** The wait that GitHub asks for where a limit comes without a time. In milliseconds. */
const UNSTATED_LIMIT_MS = 60_000;

export function classifyFailure(cause: unknown, request: FailedGitHubRequest): GitHubFailure {
  if (cause instanceof OperationalError) return { error: cause, advice: null };
  if (!(cause instanceof RequestError) || cause.response === undefined)
    return unreachableFailure(cause, request);
  const headers = new Headers(cause.response.headers as Record<string, string>);
  const limit = rateLimitOf(cause, headers, request.now);
  if (limit !== null)
    return { error: rateLimitError(limit, request), advice: { retryAfterMs: limit.waitMs } };
  const reason = excerptOf(cause.message);
  if (cause.status >= 500 || cause.status === 408) {
    const wait = retryAfterMs(headers, request.now);
    return {
      error: new OperationalError(
        'GITHUB_UNREACHABLE',
        `GitHub responds with status ${cause.status} at ${request.apiUrl}.`,
        `See githubstatus.com. ${tryAgain(request)}`,
      ),
      advice: wait === undefined ? {} : { retryAfterMs: wait },
    };
  }
  return { error: refusalError(cause.status, reason, request), advice: null };
}

/** A response with a success status that does not have the shape of the API. */
export function badResponseError(subject: string, problem: string): OperationalError {
  return new OperationalError(
    'GITHUB_BAD_RESPONSE',
    `GitHub's response for ${subject} does not match its API: ${problem}.`,
    'Check GITHUB_API_URL and any proxy in between. If they are right, see githubstatus.com.',
  );
}

export function notFoundError(what: string, advice: string): OperationalError {
  return new OperationalError('GITHUB_NOT_FOUND', `GitHub does not have ${what}.`, advice);
}

interface RateLimit {
  readonly waitMs: number;
  /** Milliseconds since the epoch. */
  readonly resetsAt: number;
  readonly secondary: boolean;
}

/**
 * Reads a rate limit. A 403 is one only if a header or the message says so, otherwise it is a refusal. GitHub marks a
 * secondary limit by its message alone.
 */
function rateLimitOf(error: RequestError, headers: Headers, now: number): RateLimit | null {
  if (error.status !== 403 && error.status !== 429) return null;
  const asked = retryAfterMs(headers, now);
  const exhausted = headers.get('x-ratelimit-remaining') === '0';
  const secondary = /secondary rate|abuse/i.test(error.message);
  const isLimit = error.status === 429 || /rate limit|abuse/i.test(error.message);
  if (asked === undefined && !exhausted && !isLimit) return null;
  const waitMs = asked ?? (exhausted && !secondary ? untilReset(headers, now) : UNSTATED_LIMIT_MS);
  return { waitMs, resetsAt: now + waitMs, secondary };
}

/** Milliseconds until the limit resets, measured by GitHub's own clock, plus a second. */
function untilReset(headers: Headers, now: number): number {
  const reset = Number(headers.get('x-ratelimit-reset')) * 1000;
  if (!Number.isFinite(reset) || reset <= 0) return UNSTATED_LIMIT_MS;
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, reset - (Number.isNaN(serverNow) ? now : serverNow)) + 1000;
}

function rateLimitError(
  { resetsAt, secondary }: RateLimit,
  { token }: FailedGitHubRequest,
): OperationalError {
  const until = isoTime(Math.ceil(resetsAt / 1000) * 1000).replace('.000Z', 'Z');
  return new OperationalError(
    'GITHUB_RATE_LIMITED',
    secondary
      ? `GitHub accepts no requests until ${until} (secondary rate limit).`
      : `GitHub's rate limit ${token === null ? 'without a token (60 requests an hour)' : 'of GITHUB_TOKEN'} is used up until ${until}.`,
    token === null
      ? 'Set GITHUB_TOKEN (5,000 requests an hour), or run again after that time.'
      : 'Run again after that time, or set GITHUB_TOKEN to one with requests left.',
  );
}

function refusalError(
  status: number,
  reason: string,
  { subject, token }: FailedGitHubRequest,
): OperationalError {
  switch (status) {
    case 401:
      return new OperationalError(
        'GITHUB_UNAUTHORIZED',
        token === null ? `GitHub requires a token (${reason}).` : `GitHub rejects GITHUB_TOKEN (${reason}).`,
        token === null
          ? 'Set GITHUB_TOKEN.'
          : 'Set GITHUB_TOKEN to a valid token, or unset it where the repository is public.',
      );
    case 403:
      return new OperationalError(
        'GITHUB_UNAUTHORIZED',
        `GitHub denies access to ${subject} (${reason}).`,
        'Set GITHUB_TOKEN to a token that may read the contents of the repository.',
      );
    case 404:
    case 409:
    case 410:
    case 422:
    case 451:
      return notFoundError(
        subject,
        'Correct DOCS_SOURCE, DOCS_REF or DOCS_PATH, or the list of sources (SOURCES).',
      );
    default:
      return badResponseError(subject, `status ${status} (${reason})`);
  }
}

/** What to do about a failure that passes: only a program that runs on a schedule does it by itself. */
function tryAgain({ repeats }: Pick<FailedGitHubRequest, 'repeats'>): string {
  return repeats === true ? 'The next run tries again.' : 'Try again later.';
}

function unreachableFailure(cause: unknown, request: FailedGitHubRequest): GitHubFailure {
  const { subject, apiUrl } = request;
  const tooLarge = causeNamed(cause, 'BodyTooLarge');
  if (tooLarge !== undefined)
    return { error: badResponseError(subject, String(tooLarge['message'])), advice: null };
  const { reason, advice } = connectionProblem(cause);
  return {
    error: new OperationalError(
      'GITHUB_UNREACHABLE',
      `GitHub cannot be reached at ${apiUrl} (${reason}).`,
      advice ?? `Check the network, GITHUB_API_URL and the proxy if there is one. ${tryAgain(request)}`,
    ),
    advice: advice === null ? {} : null,
  };
}
