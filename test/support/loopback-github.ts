import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiCaps, RepositoryAnswers } from './loopback-github-answers.ts';
import { distort, Faults, replaceAnswer, send } from './loopback-github-faults.ts';

export interface LoopbackOptions {
  /** Folder of the git repository that is served as `owner/docs`. */
  readonly repository: string;
  /** The one token that is accepted; anonymous requests are answered too. */
  readonly token?: string;
  readonly caps?: Partial<ApiCaps>;
}

export interface ServedRequest {
  /** Path and query, decoded. */
  readonly url: string;
  readonly authorization: string | undefined;
  /** 0 until it is answered. */
  status: number;
}

/** The repository every loopback GitHub serves. */
const LOOPBACK_REPOSITORY = 'owner/docs';
const REPOSITORY_PATH = `/repos/${LOOPBACK_REPOSITORY}`;
const HOUR_MS = 3_600_000;

/**
 * GitHub on the loopback interface: a real git repository behind the real REST paths, with ETags, the limits of the
 * real one (60 requests an hour without a token, 5,000 with one), archives redirected to another origin, and faults.
 */
export class LoopbackGitHub {
  readonly faults = new Faults();
  /** Requests to the API so far, oldest first. */
  readonly requests: ServedRequest[] = [];
  /** Requests to the origin archives are redirected to. */
  readonly downloads: ServedRequest[] = [];
  /** Requests left in this hour, by authorization. */
  readonly remaining = { anonymous: 60, token: 5_000 };
  /** When the limits are full again, milliseconds since the epoch. */
  resetsAt = Date.now() + HOUR_MS;
  readonly #token: string | null;
  readonly #answers: RepositoryAnswers;
  readonly #api: Server;
  readonly #codeload: Server;
  #url = '';

  private constructor({ repository, token, caps }: LoopbackOptions) {
    this.#token = token ?? null;
    this.#answers = new RepositoryAnswers(
      repository,
      LOOPBACK_REPOSITORY,
      { comparedFiles: 300, comparedCommits: 250, treeEntries: 100_000, ...caps },
      () => addressOf(this.#codeload),
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
    await Promise.all([listen(github.#api), listen(github.#codeload)]);
    github.#url = addressOf(github.#api);
    return github;
  }

  /** What GITHUB_API_URL is to be; nobody answers there once it is closed. */
  get url(): string {
    return this.#url;
  }

  async close(): Promise<void> {
    await Promise.all([stop(this.#api), stop(this.#codeload)]);
  }

  async #serveApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const shown = decodeURIComponent(url.pathname + url.search);
    const fault = this.faults.take(shown);
    const { authorization } = request.headers;
    keep(this.requests, { url: shown, authorization, status: 0 }, response);
    if (replaceAnswer(request, response, fault)) return;
    if (fault !== null && 'delayMs' in fault) await later(fault.delayMs);

    const user = this.#userOf(authorization);
    if (user === null) return reply(response, 401, { message: 'Bad credentials' });
    if (this.remaining[user] <= 0) return this.#refuse(response, user);
    const path = decodeURIComponent(url.pathname);
    const answer = path.startsWith(REPOSITORY_PATH)
      ? await this.#answers.answer(
          path.slice(REPOSITORY_PATH.length),
          url.searchParams,
          request.headers.accept ?? '',
        )
      : { status: 404, json: { message: 'Not Found' } };
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
    send(response, body, fault);
  }

  async #serveArchive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    const fault = this.faults.take(`codeload:${url}`);
    keep(this.downloads, { url, authorization: request.headers.authorization, status: 0 }, response);
    if (replaceAnswer(request, response, fault)) return;
    const body = await this.#answers.archive(url.split('/').at(-1) ?? '');
    response.setHeader('content-type', 'application/x-gzip');
    send(response, distort(body, fault), fault);
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

function keep(list: ServedRequest[], served: ServedRequest, response: ServerResponse): void {
  list.push(served);
  response.on('close', () => {
    served.status = response.statusCode;
  });
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else reply(response, 500, { message: String(error) });
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function listen(server: Server): Promise<void> {
  // A client that is busy for seconds must not find its connection closed.
  server.keepAliveTimeout = 0;
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
