import { RequestError } from 'octokit';
import { isoTime } from '../../../shared/clock.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import { retryAfterMs } from '../../../shared/retry.ts';

/** What is known of the request that failed. */
export interface FailedRequest {
  /** What was asked for, to stand after "GitHub knows no": `commit 1234 of owner/name`. */
  readonly subject: string;
  readonly apiUrl: string;
  readonly token: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A failure, classified: what to tell a person, and whether another try can help. */
export interface GitHubFailure {
  readonly error: OperationalError;
  /** Milliseconds GitHub wants to be left alone; `'backoff'` where it does not say; null where no try can help. */
  readonly retryAfter: number | 'backoff' | null;
}

/** What GitHub asks for where it limits without saying for how long. */
const UNSTATED_LIMIT_MS = 60_000;

export function classifyFailure(cause: unknown, request: FailedRequest): GitHubFailure {
  if (cause instanceof OperationalError) return { error: cause, retryAfter: null };
  if (!(cause instanceof RequestError) || cause.response === undefined) return unreachable(cause, request);
  const headers = new Headers(cause.response.headers as Record<string, string>);
  const limit = limitOf(cause, headers, request.now);
  if (limit !== null) return { error: rateLimited(limit, request), retryAfter: limit.waitMs };
  const said = oneLine(cause.message, request.token);
  if (cause.status >= 500 || cause.status === 408) {
    return {
      error: new OperationalError(
        'GITHUB_UNREACHABLE',
        `GitHub answers with status ${cause.status} at ${request.apiUrl}.`,
        'Wait: the next run tries again. githubstatus.com says what is wrong.',
      ),
      retryAfter: retryAfterMs(headers, request.now) ?? 'backoff',
    };
  }
  return { error: refusal(cause.status, said, request), retryAfter: null };
}

/** An answer with a status of success that is not what the API describes. */
export function badResponse(subject: string, problem: string): OperationalError {
  return new OperationalError(
    'GITHUB_BAD_RESPONSE',
    `GitHub's answer for ${subject} is not what its API describes: ${problem}.`,
    'Check GITHUB_API_URL and any proxy in between; if they are right, wait for the next run.',
  );
}

export function notFound(what: string, advice: string): OperationalError {
  return new OperationalError('GITHUB_NOT_FOUND', `GitHub knows no ${what}.`, advice);
}

interface Limit {
  readonly waitMs: number;
  /** Milliseconds since the epoch. */
  readonly resetsAt: number;
  readonly secondary: boolean;
}

/** A 403 means a limit only where something says so; otherwise it is a refusal. */
function limitOf(error: RequestError, headers: Headers, now: number): Limit | null {
  if (error.status !== 403 && error.status !== 429) return null;
  const asked = retryAfterMs(headers, now);
  const exhausted = headers.get('x-ratelimit-remaining') === '0';
  const secondary = /secondary rate|abuse/i.test(error.message);
  const said = error.status === 429 || /rate limit|abuse/i.test(error.message);
  if (asked === undefined && !exhausted && !said) return null;
  const waitMs = asked ?? (exhausted && !secondary ? untilReset(headers, now) : UNSTATED_LIMIT_MS);
  return { waitMs, resetsAt: now + waitMs, secondary };
}

/** Measured by GitHub's own clock, which the reset time is given in, and a second more. */
function untilReset(headers: Headers, now: number): number {
  const reset = Number(headers.get('x-ratelimit-reset')) * 1000;
  if (!Number.isFinite(reset) || reset <= 0) return UNSTATED_LIMIT_MS;
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, reset - (Number.isNaN(serverNow) ? now : serverNow)) + 1000;
}

function rateLimited({ resetsAt, secondary }: Limit, { token }: FailedRequest): OperationalError {
  const until = isoTime(Math.ceil(resetsAt / 1000) * 1000).replace('.000Z', 'Z');
  return new OperationalError(
    'GITHUB_RATE_LIMITED',
    secondary
      ? `GitHub asks to be left alone until ${until} (secondary rate limit).`
      : `GitHub's rate limit ${token === null ? 'without a token (60 requests an hour)' : 'of GITHUB_TOKEN'} is used up until ${until}.`,
    token === null
      ? 'Set GITHUB_TOKEN (5,000 requests an hour), or run again after that time.'
      : 'Run again after that time, or set GITHUB_TOKEN to one with requests left.',
  );
}

function refusal(status: number, said: string, { subject, token }: FailedRequest): OperationalError {
  switch (status) {
    case 401:
      return new OperationalError(
        'GITHUB_UNAUTHORIZED',
        token === null ? `GitHub asks for a token (${said}).` : `GitHub refuses GITHUB_TOKEN (${said}).`,
        token === null
          ? 'Set GITHUB_TOKEN.'
          : 'Set GITHUB_TOKEN to a valid token, or unset it where the repository is public.',
      );
    case 403:
      return new OperationalError(
        'GITHUB_UNAUTHORIZED',
        `GitHub refuses access to ${subject} (${said}).`,
        'Set GITHUB_TOKEN to a token that may read the contents of the repository.',
      );
    case 404:
    case 409:
    case 410:
    case 422:
    case 451:
      return notFound(subject, 'Correct DOCS_SOURCE, DOCS_REF or DOCS_PATH.');
    default:
      return badResponse(subject, `status ${status} (${said})`);
  }
}

function unreachable(cause: unknown, { apiUrl, token }: FailedRequest): GitHubFailure {
  return {
    error: new OperationalError(
      'GITHUB_UNREACHABLE',
      `GitHub cannot be reached at ${apiUrl} (${oneLine(reasonOf(cause), token)}).`,
      'Check the network and GITHUB_API_URL; the next run tries again.',
    ),
    retryAfter: 'backoff',
  };
}

/** The innermost reason that says anything: fetch wraps it, and a failed connect to several addresses has only a code. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { cause, message, code, name } = error as Partial<
    Record<'cause' | 'message' | 'code' | 'name', unknown>
  >;
  const inner = cause === undefined ? '' : reasonOf(cause);
  return inner || String(message || code || name || 'no reason given');
}

/** What a server said, fit for one line, and without the token whatever it echoes. */
function oneLine(text: string, token: string | null): string {
  const clean = (token === null ? text : text.replaceAll(token, '[token]'))
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return clean.length > 200 ? `${clean.slice(0, 200)}…` : clean;
}
