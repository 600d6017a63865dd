import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type ApiAnswer, type ApiCaps, RepositoryAnswers } from './loopback-github-answers.ts';
import { distort, GitHubFaults, replaceResponse, sendBody } from './loopback-github-faults.ts';
import { listenOnLoopback, stopServer } from './loopback-server.ts';

export interface LoopbackOptions {
  /** Folder of the git repository that is served as `owner/docs`. */
  readonly repository?: string;
  /** Folders of the git repositories that are served, by `owner/name`. */
  readonly repositories?: Readonly<Record<string, string>>;
  /** The only token that is accepted. Anonymous requests are served as well. */
  readonly token?: string;
  readonly caps?: Partial<ApiCaps>;
}

export interface ServedRequest {
  /** Path and query, decoded. */
  readonly url: string;
  readonly authorization: string | undefined;
  /** 0 until the response is sent. */
  status: number;
}

const HOUR_MS = 3_600_000;

/**
 * A fake GitHub on the loopback interface. It serves real git repositories under GitHub's REST paths, with ETags, with
 * GitHub's limits (60 requests per hour without a token, 5,000 with one), with archives redirected to another origin,
 * and with injected faults.
 */
export class LoopbackGitHub implements AsyncDisposable {
  readonly faults = new GitHubFaults();
  /** Requests to the API so far, oldest first. */
  readonly requests: ServedRequest[] = [];
  /** Requests to the origin that archives are redirected to. */
  readonly downloads: ServedRequest[] = [];
  /** Remaining requests of the current hour. */
  readonly remaining = { anonymous: 60, token: 5_000 };
  /** When the limits reset, in milliseconds since the epoch. */
  resetsAt = Date.now() + HOUR_MS;
  readonly #token: string | null;
  /** By `owner/name`. */
  readonly #answers: ReadonlyMap<string, RepositoryAnswers>;
  readonly #api: Server;
  readonly #codeload: Server;
  #url = '';
  #codeloadUrl = '';

  private constructor({ repository, repositories, token, caps }: LoopbackOptions) {
    this.#token = token ?? null;
    const served = { ...(repository === undefined ? {} : { 'owner/docs': repository }), ...repositories };
    const allCaps = { comparedFiles: 300, comparedCommits: 250, treeEntries: 100_000, ...caps };
    this.#answers = new Map(
      Object.entries(served).map(([fullName, folder]) => [
        fullName,
        new RepositoryAnswers(folder, fullName, allCaps, () => this.#codeloadUrl),
      ]),
    );
    this.#api = createServer((request, response) => {
      this.#serveApi(request, response).catch((error: unknown) => fail(response, error));
    });
    this.#codeload = createServer((request, response) => {
      this.#serveArchive(request, response).catch((error: unknown) => fail(response, error));
    });
  }

  static async start(options: LoopbackOptions): Promise<LoopbackGitHub> {
    const github = new LoopbackGitHub(options);
    github.#url = await listenOnLoopback(github.#api);
    github.#codeloadUrl = await listenOnLoopback(github.#codeload);
    return github;
  }

  /** The API's URL, for GITHUB_API_URL. It stays the same after `close`, when connections are refused. */
  get url(): string {
    return this.#url;
  }

  async close(): Promise<void> {
    await Promise.all([stopServer(this.#api), stopServer(this.#codeload)]);
    for (const answers of this.#answers.values()) await answers[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #serveApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const decoded = decodeURIComponent(url.pathname + url.search);
    const fault = this.faults.take(decoded);
    const { authorization } = request.headers;
    record(this.requests, { url: decoded, authorization, status: 0 }, response);
    if (replaceResponse(request, response, fault)) return;
    if (fault !== null && 'delayMs' in fault) await delay(fault.delayMs);

    const user = this.#userOf(authorization);
    if (user === null) return reply(response, 401, { message: 'Bad credentials' });
    if (this.remaining[user] <= 0) return this.#refuse(response, user);
    const answer = await this.#answer(url, request.headers.accept ?? '');
    const body = distort(answer.bytes ?? Buffer.from(JSON.stringify(answer.json ?? null)), fault);
    const etag = `W/"${createHash('sha256').update(body).digest('hex')}"`;
    const unchanged = answer.status === 200 && request.headers['if-none-match'] === etag;
    if (!unchanged || user === 'anonymous') this.remaining[user]--;
    this.#limitHeaders(response, user);
    if (unchanged) {
      response.writeHead(304, { etag }).end();
      return;
    }
    response.writeHead(answer.status, {
      ...(answer.bytes === undefined ? { 'content-type': 'application/json; charset=utf-8' } : RAW),
      etag,
      ...(answer.location === undefined ? {} : { location: answer.location }),
      ...(answer.more === true ? { link: `<${nextPage(this.url, url)}>; rel="next"` } : {}),
    });
    sendBody(response, body, fault);
  }

  async #answer({ pathname, searchParams }: URL, accept: string): Promise<ApiAnswer> {
    const [, repository = '', route = ''] =
      /^\/repos\/([^/]+\/[^/]+)(.*)$/s.exec(decodeURIComponent(pathname)) ?? [];
    const answers = this.#answers.get(repository);
    if (answers === undefined) return { status: 404, json: { message: 'Not Found' } };
    return await answers.answer(route, searchParams, accept);
  }

  async #serveArchive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    const fault = this.faults.take(`codeload:${url}`);
    record(this.downloads, { url, authorization: request.headers.authorization, status: 0 }, response);
    if (replaceResponse(request, response, fault)) return;
    const [, owner, name, , sha = ''] = url.split('/');
    const answers = this.#answers.get(`${owner}/${name}`);
    if (answers === undefined) return reply(response, 404, { message: 'Not Found' });
    const body = await answers.archive(sha);
    response.setHeader('content-type', 'application/x-gzip');
    sendBody(response, distort(body, fault), fault);
  }

  #userOf(authorization: string | undefined): 'anonymous' | 'token' | null {
    if (authorization === undefined) return 'anonymous';
    return this.#token !== null && authorization === `token ${this.#token}` ? 'token' : null;
  }

  #refuse(response: ServerResponse, user: 'anonymous' | 'token'): void {
    this.#limitHeaders(response, user);
    reply(response, 403, { message: 'API rate limit exceeded for 127.0.0.1.' });
  }

  #limitHeaders(response: ServerResponse, user: 'anonymous' | 'token'): void {
    response.setHeader('x-ratelimit-limit', user === 'token' ? 5_000 : 60);
    response.setHeader('x-ratelimit-remaining', Math.max(0, this.remaining[user]));
    response.setHeader('x-ratelimit-reset', Math.ceil(this.resetsAt / 1000));
  }
}

const RAW = { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' };

function reply(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(json));
}

function nextPage(base: string, { pathname, searchParams }: URL): URL {
  const next = new URL(`${pathname}?${searchParams}`, base);
  next.searchParams.set('page', String(Number(searchParams.get('page') ?? 1) + 1));
  return next;
}

function record(list: ServedRequest[], served: ServedRequest, response: ServerResponse): void {
  list.push(served);
  response.on('close', () => {
    served.status = response.statusCode;
  });
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else reply(response, 500, { message: String(error) });
}
