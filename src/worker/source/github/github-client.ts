import { Octokit, RequestError } from 'octokit';
import type { z } from 'zod';
import type { Clock, Delay } from '../../../shared/clock.ts';
import type { Logger } from '../../../shared/logger.ts';
import { type Proxies, proxyFetch } from '../../../shared/outgoing-fetch.ts';
import { rememberSecrets } from '../../../shared/secrets.ts';
import { badResponseError } from './github-failure.ts';
import { bufferedFetch, GitHubTries, stallLimitedFetch, WaitBudget } from './github-fetch.ts';

export interface ClientOptions {
  readonly owner: string;
  readonly name: string;
  readonly token: string | null;
  readonly apiUrl: string;
  /** Total time that one run may lose to failures and rate limits, in milliseconds. */
  readonly maxWaitMs: number;
  /** Absent or null: GitHub is reached directly. */
  readonly proxies?: Proxies | null;
  /** Whether another run follows by itself; absent: no. */
  readonly repeats?: boolean;
}

export interface ClientDeps {
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}

/** One request to the repository's REST API. */
export interface ApiRequest {
  /** Below `/repos/{owner}/{repo}`: `/git/trees/{sha}`. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** The requested thing, as errors name it: `commit 1234 of owner/name`. */
  readonly subject: string;
}

interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly request?: object;
}

/** Timeout for a request on which no data arrives. It shrinks with the wait budget, down to the minimum. */
const MAX_STALL_MS = 30_000;
const MIN_STALL_MS = 10_000;

/**
 * GitHub's REST API for one repository, through Octokit. Octokit's plugins for retries and throttling are off, because
 * they have no overall bound. Failed requests are retried here, as long as the wait budget of the run lasts.
 * All methods reject with an OperationalError (`GITHUB_*`) or the signal's reason.
 */
export class GitHubClient {
  readonly repository: string;
  readonly #options: ClientOptions;
  readonly #deps: ClientDeps;
  readonly #budget: WaitBudget;
  readonly #octokit: Octokit;
  readonly #streamFetch: typeof fetch;
  #requests = 0;

  constructor(options: ClientOptions, deps: ClientDeps) {
    rememberSecrets(options.token === null ? [] : [options.token]);
    this.repository = `${options.owner}/${options.name}`;
    this.#options = options;
    this.#deps = deps;
    this.#budget = new WaitBudget(options.maxWaitMs, deps.clock);
    // A redirect is followed as the standard says: to another host, such as that of the archives, without the token.
    this.#streamFetch = stallLimitedFetch(
      () => Math.min(MAX_STALL_MS, Math.max(MIN_STALL_MS, this.#budget.leftMs)),
      () => {
        this.#requests++;
      },
      proxyFetch(options.proxies ?? null),
    );
    this.#octokit = new Octokit({
      ...(options.token === null ? {} : { auth: options.token }),
      baseUrl: options.apiUrl,
      userAgent: 'eino-docs-mcp',
      request: { fetch: bufferedFetch(this.#streamFetch) },
      retry: { enabled: false },
      throttle: { enabled: false },
      log: { debug() {}, info() {}, warn() {}, error() {} },
    });
  }

  /** Requests sent so far, retries included. */
  get requests(): number {
    return this.#requests;
  }

  /** Requests JSON of the given shape. */
  async get<S extends z.ZodType>(request: ApiRequest, shape: S, signal?: AbortSignal): Promise<z.output<S>> {
    const { data } = await this.tries(request, signal).run(() => this.#send(request, {}, signal));
    return parse(request, shape, data);
  }

  /** Requests JSON conditionally. Returns null if it has not changed since the ETag was issued. */
  async getIfChanged<S extends z.ZodType>(
    request: ApiRequest,
    etag: string | null,
    shape: S,
    signal?: AbortSignal,
  ): Promise<{ readonly data: z.output<S>; readonly etag: string | undefined } | null> {
    const options = etag === null ? {} : { headers: { 'if-none-match': etag } };
    const response = await this.tries(request, signal).run(async () => {
      try {
        return await this.#send(request, options, signal);
      } catch (error) {
        if (etag !== null && error instanceof RequestError && error.status === 304) return null;
        throw error;
      }
    });
    return response && { data: parse(request, shape, response.data), etag: response.headers.etag };
  }

  /** Opens the body of a response. Makes one try, to be called within `tries`. */
  async open(request: ApiRequest, accept: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const options = {
      headers: { accept },
      request: { fetch: this.#streamFetch, parseSuccessResponseBody: false },
    };
    const { data }: { data: unknown } = await this.#send(request, options, signal);
    if (data instanceof ReadableStream) return data;
    throw badResponseError(request.subject, 'no body');
  }

  /** The tries of a request whose body the caller reads: reading it may fail as well as opening it. */
  tries({ subject }: ApiRequest, signal?: AbortSignal): GitHubTries {
    const { apiUrl, token, repeats } = this.#options;
    return new GitHubTries(
      { subject, apiUrl, token, repeats },
      { ...this.#deps, budget: this.#budget },
      signal,
    );
  }

  async #send(request: ApiRequest, { headers, request: transfer }: SendOptions, signal?: AbortSignal) {
    const { owner, name } = this.#options;
    return await this.#octokit.request(`GET /repos/{owner}/{repo}${request.route}`, {
      owner,
      repo: name,
      ...request.parameters,
      headers: { 'x-github-api-version': '2022-11-28', ...headers },
      request: { ...transfer, ...(signal === undefined ? {} : { signal }) },
    });
  }
}

function parse<S extends z.ZodType>({ subject }: ApiRequest, shape: S, data: unknown): z.output<S> {
  const result = shape.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw badResponseError(subject, `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'wrong'}`);
}
