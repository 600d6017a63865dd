import OpenAI, { APIError } from 'openai';
import { isNamed, networkCode } from '../error-causes.ts';
import type { ErrorCode } from '../error-codes.ts';
import { OperationalError } from '../operational-error.ts';
import { type RetryAdvice, retryAfterMs } from '../retry.ts';

const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

export interface OpenAIEndpoint {
  /** undefined for an endpoint without a key. */
  readonly apiKey: string | undefined;
  /** undefined for OpenAI's own. */
  readonly baseUrl: string | undefined;
}

/** The base URL of an endpoint, without secrets. */
export function endpointUrl({ baseUrl }: Pick<OpenAIEndpoint, 'baseUrl'>): string {
  return baseUrl ?? DEFAULT_BASE_URL;
}

/**
 * Options that bound one request, its response included, whether the endpoint answers or fails.
 * @param timeoutMs milliseconds
 */
export function requestBounds(timeoutMs: number, signal?: AbortSignal): OpenAI.RequestOptions {
  const timeout = AbortSignal.timeout(timeoutMs);
  return {
    // The client's own timeout does not cover the body of an error. This one does.
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    timeout: 2 * timeoutMs,
  };
}

/** Creates a client that reads no environment variables, does not retry and does not log. */
export function openAIClient(endpoint: OpenAIEndpoint): OpenAI {
  return new OpenAI({
    baseURL: endpointUrl(endpoint),
    // The client requires a key. It must not be sent to an endpoint without one.
    apiKey: endpoint.apiKey ?? 'none',
    ...(endpoint.apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    // It logs to stdout, which belongs to the protocol.
    logLevel: 'off',
  });
}

/** Codes of a 429 for an account without quota, which a retry cannot fix. */
const QUOTA_CODES = new Set(['insufficient_quota', 'billing_not_active', 'billing_hard_limit_reached']);

/** Decides whether a retry can help: after rate limits, overload, network errors and timeouts, but not without quota. */
export function judgeOpenAIRetry(error: unknown, now: number): RetryAdvice {
  if (error instanceof OperationalError) return null;
  const status = error instanceof APIError ? error.status : undefined;
  if (status === undefined) return {};
  if (isQuota(error)) return null;
  if (status !== 408 && status !== 409 && status !== 429 && status < 500) return null;
  const asked = error instanceof APIError && error.headers ? retryAfterMs(error.headers, now) : undefined;
  return asked === undefined ? {} : { retryAfterMs: asked };
}

/** The purpose of an endpoint, for its errors. */
export interface OpenAIUse {
  readonly codes: {
    readonly unauthorized: ErrorCode;
    readonly quota: ErrorCode;
    readonly rateLimited: ErrorCode;
    readonly refused: ErrorCode;
    readonly unreachable: ErrorCode;
    readonly badResponse: ErrorCode;
  };
  /** Settings to check when a request is rejected. */
  readonly settings: string;
  /** What to check when a response is invalid. */
  readonly modelAdvice: string;
}

/** Classifies the errors of one endpoint. */
export class OpenAIErrors {
  readonly #use: OpenAIUse;
  readonly #endpoint: string;
  readonly #secret: string | undefined;

  /**
   * @param endpoint the base URL, without secrets
   * @param secret removed from the server's messages
   */
  constructor(use: OpenAIUse, endpoint: string, secret: string | undefined) {
    this.#use = use;
    this.#endpoint = endpoint;
    this.#secret = secret;
  }

  classify(error: unknown): OperationalError {
    if (error instanceof OperationalError) return error;
    const { codes, settings } = this.#use;
    const status = error instanceof APIError ? error.status : undefined;
    const reason = redacted(error instanceof Error ? error.message : String(error), this.#secret);
    const named = (code: ErrorCode, message: string, advice: string) =>
      new OperationalError(code, `${this.#endpoint} ${message}`, advice, { cause: error });

    if (status === 401 || status === 403) {
      const advice =
        this.#secret === undefined ? 'Set OPENAI_API_KEY.' : 'Check OPENAI_API_KEY and its permissions.';
      return named(codes.unauthorized, `rejected the key (${status}).`, advice);
    }
    if (isQuota(error)) {
      return new OperationalError(
        codes.quota,
        `the account at ${this.#endpoint} has no quota left.`,
        'Add credit or raise the limit of the account that OPENAI_API_KEY belongs to.',
        { cause: error },
      );
    }
    if (status === 429) {
      return named(
        codes.rateLimited,
        `keeps rejecting requests over its rate limit (${reason}).`,
        'Run again later, or raise the limit of the account.',
      );
    }
    if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 409) {
      return named(codes.refused, `rejected the request (${reason}).`, `Check ${settings}.`);
    }
    if (isNamed(error, 'SyntaxError')) return this.badResponse('the response is not JSON', { cause: error });
    return named(
      codes.unreachable,
      `does not respond (${isNamed(error, 'TimeoutError') ? 'timeout' : (networkCode(error) ?? reason)}).`,
      'Check OPENAI_BASE_URL and the network, then run again.',
    );
  }

  /** A response that violates the protocol or is unusable. */
  badResponse(what: string, options?: ErrorOptions): OperationalError {
    const { codes, modelAdvice } = this.#use;
    return new OperationalError(codes.badResponse, `${this.#endpoint}: ${what}.`, modelAdvice, options);
  }
}

/**
 * Rejects an empty response, which the client returns as undefined: the response was cut off, and a retry may help.
 * @throws SyntaxError
 */
export function requireResponse(response: unknown): void {
  if (response === undefined) throw new SyntaxError('the response is empty');
}

function isQuota(error: unknown): boolean {
  return error instanceof APIError && error.status === 429 && QUOTA_CODES.has(error.code ?? error.type ?? '');
}

function redacted(text: string, secret: string | undefined): string {
  const line = text.replace(/\s+/g, ' ').slice(0, 300);
  return secret === undefined ? line : line.replaceAll(secret, '***');
}
