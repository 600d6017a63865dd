import OpenAI, { APIError } from 'openai';
import { isNamed, networkCode } from '../error-causes.ts';
import type { ErrorCode } from '../error-codes.ts';
import { OperationalError } from '../operational-error.ts';
import { type RetryAdvice, retryAfterMs } from '../retry.ts';

const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

export interface OpenAIEndpoint {
  /** None for an endpoint that asks for none. */
  readonly apiKey: string | undefined;
  /** None for OpenAI's own. */
  readonly baseUrl: string | undefined;
}

/** The base URL of an endpoint, as a person may see it. */
export function endpointUrl({ baseUrl }: Pick<OpenAIEndpoint, 'baseUrl'>): string {
  return baseUrl ?? DEFAULT_BASE_URL;
}

/** A client that takes nothing from the environment, retries nothing by itself and logs nothing. */
export function openAIClient(endpoint: OpenAIEndpoint): OpenAI {
  return new OpenAI({
    baseURL: endpointUrl(endpoint),
    // The client insists on a key; an endpoint without one must not be sent a made-up one.
    apiKey: endpoint.apiKey ?? 'none',
    ...(endpoint.apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    // Its log goes to stdout, which belongs to the protocol.
    logLevel: 'off',
  });
}

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

/** What an endpoint is used for, as far as its errors tell it. */
export interface OpenAIUse {
  readonly codes: {
    readonly unauthorized: ErrorCode;
    readonly quota: ErrorCode;
    readonly rateLimited: ErrorCode;
    readonly refused: ErrorCode;
    readonly unreachable: ErrorCode;
    readonly badResponse: ErrorCode;
  };
  /** The settings to look at when a request is refused. */
  readonly settings: string;
  /** What to look at when an answer is not what the protocol says. */
  readonly modelAdvice: string;
}

/** Names what goes wrong at one endpoint. */
export class OpenAIErrors {
  readonly #use: OpenAIUse;
  readonly #endpoint: string;
  readonly #secret: string | undefined;

  /**
   * @param endpoint the base URL, without secrets
   * @param secret taken out of whatever the server says
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
    const said = redacted(error instanceof Error ? error.message : String(error), this.#secret);
    const named = (code: ErrorCode, message: string, advice: string) =>
      new OperationalError(code, `${this.#endpoint} ${message}`, advice, { cause: error });

    if (status === 401 || status === 403) {
      const advice =
        this.#secret === undefined ? 'Set OPENAI_API_KEY.' : 'Check OPENAI_API_KEY and what it may do.';
      return named(codes.unauthorized, `refused the key (${status}).`, advice);
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
        `keeps refusing for its rate limit (${said}).`,
        'Run again later, or raise the limit of the account.',
      );
    }
    if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 409) {
      return named(codes.refused, `refused the request (${said}).`, `Check ${settings}.`);
    }
    if (isNamed(error, 'SyntaxError')) return this.badResponse('its answer is no JSON', { cause: error });
    return named(
      codes.unreachable,
      `does not answer (${isNamed(error, 'TimeoutError') ? 'time ran out' : (networkCode(error) ?? said)}).`,
      'Check OPENAI_BASE_URL and the network, then run again.',
    );
  }

  /** An answer that is not what the protocol says, or of no use. */
  badResponse(what: string, options?: ErrorOptions): OperationalError {
    const { codes, modelAdvice } = this.#use;
    return new OperationalError(codes.badResponse, `${this.#endpoint}: ${what}.`, modelAdvice, options);
  }
}

/**
 * An empty answer, of which the client makes none at all, is one that was cut off: no JSON, and worth asking again.
 * @throws SyntaxError
 */
export function requireAnswer(response: unknown): void {
  if (response === undefined) throw new SyntaxError('the answer is empty');
}

function isQuota(error: unknown): boolean {
  return error instanceof APIError && error.status === 429 && QUOTA_CODES.has(error.code ?? error.type ?? '');
}

function redacted(text: string, secret: string | undefined): string {
  const line = text.replace(/\s+/g, ' ').slice(0, 300);
  return secret === undefined ? line : line.replaceAll(secret, '***');
}
