import { Octokit, RequestError } from 'octokit';
import type { z } from 'zod';
import type { Clock, Delay } from '../../../shared/clock.ts';
import type { Logger } from '../../../shared/logger.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import { badResponse } from './github-failure.ts';
import { Tries, WaitBudget } from './github-retry.ts';
import { watchedFetch, wholeFetch } from './watched-fetch.ts';

export interface ClientOptions {
  readonly owner: string;
  readonly name: string;
  readonly token: string | null;
  readonly apiUrl: string;
  /** All the time one run may lose to failures and limits, in milliseconds. */
  readonly maxWaitMs: number;
}

export interface ClientDeps {
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}

/** One thing to ask of the repository's REST API. */
export interface ApiRequest {
  /** Below `/repos/{owner}/{repo}`: `/git/trees/{sha}`. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** What is asked for, as errors name it: `commit 1234 of owner/name`. */
  readonly subject: string;
}

interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly request?: object;
}

/** A request may stand still this long; less when the budget runs out, never less than the shortest. */
const LONGEST_STALL_MS = 30_000;
const SHORTEST_STALL_MS = 10_000;

/**
 * GitHub's REST API for one repository, through Octokit. Its own plugins for retries and limits are off, since they
 * know no overall bound: failed requests are tried again here, as long as the wait budget of the run lasts.
 * Everything rejects with an OperationalError (`GITHUB_*`) or the signal's reason.
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
    this.repository = `${options.owner}/${options.name}`;
    this.#options = options;
    this.#deps = deps;
    this.#budget = new WaitBudget(options.maxWaitMs, deps.clock);
    this.#streamFetch = watchedFetch(
      () => Math.min(LONGEST_STALL_MS, Math.max(SHORTEST_STALL_MS, this.#budget.leftMs)),
      () => {
        this.#requests++;
      },
    );
    this.#octokit = new Octokit({
      ...(options.token === null ? {} : { auth: options.token }),
      baseUrl: options.apiUrl,
      userAgent: 'eino-docs-mcp',
      request: { fetch: wholeFetch(this.#streamFetch) },
      retry: { enabled: false },
      throttle: { enabled: false },
      log: { debug() {}, info() {}, warn() {}, error() {} },
    });
  }

  /** Requests sent so far, retries included. */
  get requests(): number {
    return this.#requests;
  }

  /** Asks for JSON of the given shape. */
  async get<S extends z.ZodType>(request: ApiRequest, shape: S, signal?: AbortSignal): Promise<z.output<S>> {
    const { data } = await this.tries(request, signal).run(() => this.#send(request, {}, signal));
    return parse(request, shape, data);
  }

  /** Asks for JSON that may not have changed since an ETag was given. @returns null where it has not */
  async getIfChanged<S extends z.ZodType>(
    request: ApiRequest,
    etag: string | null,
    shape: S,
    signal?: AbortSignal,
  ): Promise<{ readonly data: z.output<S>; readonly etag: string | undefined } | null> {
    const options = etag === null ? {} : { headers: { 'if-none-match': etag } };
    const answer = await this.tries(request, signal).run(async () => {
      try {
        return await this.#send(request, options, signal);
      } catch (error) {
        if (etag !== null && error instanceof RequestError && error.status === 304) return null;
        throw error;
      }
    });
    return answer && { data: parse(request, shape, answer.data), etag: answer.headers.etag };
  }

  /** Opens the body of an answer: one try, to be made within `tries`. */
  async open(request: ApiRequest, accept: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const options = {
      headers: { accept },
      request: { fetch: this.#streamFetch, parseSuccessResponseBody: false },
    };
    const { data }: { data: unknown } = await this.#send(request, options, signal);
    if (data instanceof ReadableStream) return data;
    throw badResponse(request.subject, 'no body');
  }

  /** The tries of a request, for whoever reads a body: opening it is only the beginning. */
  tries({ subject }: ApiRequest, signal?: AbortSignal): Tries {
    const { apiUrl, token } = this.#options;
    return new Tries({ subject, apiUrl, token }, { ...this.#deps, budget: this.#budget }, signal);
  }

  async #send(request: ApiRequest, { headers, request: transfer }: SendOptions, signal?: AbortSignal) {
    this.#checkToken();
    const { owner, name } = this.#options;
    return await this.#octokit.request(`GET /repos/{owner}/{repo}${request.route}`, {
      owner,
      repo: name,
      ...request.parameters,
      headers: { 'x-github-api-version': '2022-11-28', ...headers },
      request: { ...transfer, ...(signal === undefined ? {} : { signal }) },
    });
  }

  /** A token that cannot stand in a header would be quoted in the error of whoever tries. */
  #checkToken(): void {
    if (this.#options.token === null || /^[\x21-\x7e]+$/.test(this.#options.token)) return;
    throw new OperationalError(
      'GITHUB_UNAUTHORIZED',
      'GITHUB_TOKEN contains characters that no token has.',
      'Copy the token again, without spaces, line breaks or quotes.',
    );
  }
}

function parse<S extends z.ZodType>({ subject }: ApiRequest, shape: S, data: unknown): z.output<S> {
  const result = shape.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw badResponse(subject, `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'wrong'}`);
}
