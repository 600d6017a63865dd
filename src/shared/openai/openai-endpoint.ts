import OpenAI, { APIError } from 'openai';
import { causeNamed, connectionProblem, excerptOf, isNamed } from '../error-causes.ts';
import type { ErrorCode } from '../error-codes.ts';
import { OperationalError } from '../operational-error.ts';
import { boundedFetch, type Proxies, proxyFetch, sameOriginFetch } from '../outgoing-fetch.ts';
import { type RetryAdvice, retryAfterMs } from '../retry.ts';
import { rememberSecrets } from '../secrets.ts';
import { readEndpointError } from './endpoint-words.ts';

const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

export interface OpenAIEndpoint {
  /** undefined for an endpoint without a key. */
  readonly apiKey: string | undefined;
  /** undefined for OpenAI's own. */
  readonly baseUrl: string | undefined;
  /** Absent or null: the endpoint is reached directly. */
  readonly proxies?: Proxies | null | undefined;
}

/** The base URL of an endpoint, without secrets. */
function endpointUrl({ baseUrl }: Pick<OpenAIEndpoint, 'baseUrl'>): string {
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

/** Fetches from an endpoint, with a limit for the size of the response in bytes. */
export type EndpointFetch = (maxBytes: number) => typeof fetch;

/** The error of a response is not read further. In bytes. */
const MAX_ERROR_BYTES = 64 * 1024;

/**
 * Returns the fetch for an endpoint: key and texts stay with its host, a response has a bound, and an error has OpenAI's
 * shape whatever shape the endpoint gave it.
 */
export function endpointFetch({ proxies = null }: Pick<OpenAIEndpoint, 'proxies'>): EndpointFetch {
  const inner = sameOriginFetch(proxyFetch(proxies));
  return (maxBytes) => {
    const bounded = boundedFetch(inner, () => maxBytes);
    return async (input, init) => {
      const response = await bounded(input, init);
      if (response.ok) return response;
      const { message, code } = readEndpointError(await beginningOf(response));
      const { status, statusText, headers } = response;
      return Response.json(
        { error: { message, code } },
        { status, statusText, headers: retryHeaders(headers) },
      );
    };
  };
}

async function beginningOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= MAX_ERROR_BYTES) break;
    }
  } catch {
    // What has arrived of an error is better than none of it.
  }
  return Buffer.concat(chunks).toString('utf8', 0, MAX_ERROR_BYTES);
}

function retryHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('retry-after')));
}

/**
 * Creates a client that reads no environment variables, does not retry and does not log.
 * @param fetch from `endpointFetch`
 */
export function openAIClient(endpoint: OpenAIEndpoint, fetch: ReturnType<EndpointFetch>): OpenAI {
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
    fetch,
  });
}

/** Codes of a 429 for an account without quota, which a retry cannot fix. */
const QUOTA_CODES = new Set(['insufficient_quota', 'billing_not_active', 'billing_hard_limit_reached']);

/** Decides whether a retry can help: after rate limits, overload, network errors and timeouts, but not without quota. */
export function judgeOpenAIRetry(error: unknown, now: number): RetryAdvice {
  if (error instanceof OperationalError) return null;
  const status = error instanceof APIError ? error.status : undefined;
  if (status === undefined) return isLasting(error) ? null : {};
  if (isQuota(error)) return null;
  if (status !== 408 && status !== 409 && status !== 429 && status < 500) return null;
  const asked = error instanceof APIError && error.headers ? retryAfterMs(error.headers, now) : undefined;
  return asked === undefined ? {} : { retryAfterMs: asked };
}

/** Whether a request without a status would fail again: its redirect, its size or the certificate stays the same. */
function isLasting(error: unknown): boolean {
  return (
    isNamed(error, 'RedirectRefused') ||
    isNamed(error, 'BodyTooLarge') ||
    connectionProblem(error).advice !== null
  );
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
  readonly #hasKey: boolean;
  readonly #hasProxy: boolean;

  constructor(use: OpenAIUse, endpoint: OpenAIEndpoint) {
    this.#use = use;
    this.#endpoint = endpointUrl(endpoint);
    rememberSecrets(endpoint.apiKey === undefined ? [] : [endpoint.apiKey]);
    this.#hasKey = endpoint.apiKey !== undefined;
    this.#hasProxy = (endpoint.proxies ?? null) !== null;
  }

  classify(error: unknown): OperationalError {
    if (error instanceof OperationalError) return error;
    const { codes, settings } = this.#use;
    const status = error instanceof APIError ? error.status : undefined;
    const reason = excerptOf(error instanceof Error ? error.message : String(error));
    const named = (code: ErrorCode, message: string, advice: string) =>
      new OperationalError(code, `${this.#endpoint} ${message}`, advice, { cause: error });

    if (status === 401 || status === 403) {
      const advice = this.#hasKey ? 'Check OPENAI_API_KEY and its permissions.' : 'Set OPENAI_API_KEY.';
      return named(codes.unauthorized, `rejected the key (${reason}).`, advice);
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
    if (status !== undefined && status < 500 && status !== 408 && status !== 409) {
      return named(codes.refused, `rejected the request (${reason}).`, `Check ${settings}.`);
    }
    if (status !== undefined) {
      return named(codes.unreachable, `fails (${reason}).`, "Look at the endpoint's log, then run again.");
    }
    return this.#classifyTransfer(error);
  }

  /** A request without a complete response. */
  #classifyTransfer(error: unknown): OperationalError {
    const options = { cause: error };
    if (isNamed(error, 'SyntaxError')) return this.badResponse('the response is not JSON', options);
    const broken = causeNamed(error, 'BodyTooLarge') ?? causeNamed(error, 'RedirectRefused');
    if (broken?.['name'] === 'BodyTooLarge') return this.badResponse(String(broken['message']), options);
    const { codes } = this.#use;
    if (broken !== undefined) {
      const advice = 'Set OPENAI_BASE_URL to that address, if it is to have the key and the texts.';
      const message = `${this.#endpoint}: ${broken['message']}, which is not followed.`;
      return new OperationalError(codes.refused, message, advice, options);
    }
    const { reason, advice } = connectionProblem(error);
    const proxy = this.#hasProxy ? ', and HTTPS_PROXY, HTTP_PROXY and NO_PROXY' : '';
    return new OperationalError(
      codes.unreachable,
      `${this.#endpoint} does not respond (${reason}).`,
      advice ?? `Check OPENAI_BASE_URL and the network${proxy}, then run again.`,
      options,
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
