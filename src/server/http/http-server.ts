import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import type { HttpConfig, ServerConfig } from '../config.ts';
import { type RequestId, requestIdOf } from '../mcp/json-rpc.ts';
import type { McpEndpoint } from '../mcp/mcp-endpoint.ts';
import { mcpRoute } from '../mcp/mcp-http.ts';
import type { Tool } from '../mcp/tool.ts';
import type { Metrics } from '../metrics.ts';
import type { Services } from '../services.ts';
import {
  allowOrigin,
  answerOptions,
  type Exchange,
  HttpError,
  type Route,
  rejectMalformed,
  securityHeaders,
  sendError,
} from './exchange.ts';
import { Guards, headerCount } from './guards.ts';
import type { Limits } from './limits.ts';
import { COST } from './rate-limit.ts';
import { logWhenClosed, type RequestEntry, requestEntry } from './request-log.ts';
import { apiRoutes } from './routes/api-routes.ts';
import { DOCS_PREFIX, documentRoute } from './routes/document-routes.ts';
import { llmsFullRoute, llmsTxtRoute } from './routes/llms-routes.ts';
import { openApiRoute } from './routes/openapi.ts';
import { pageRoute, resultsRoute } from './routes/page-routes.ts';
import { healthRoute, metricsRoute } from './routes/status-routes.ts';
import { discardBody, LoopTime, readJsonBody, TransferLimit } from './slow-clients.ts';

export interface AppDeps {
  readonly config: ServerConfig;
  readonly limits: Limits;
  readonly services: Services;
  readonly mcp: McpEndpoint;
  /** Those that the MCP endpoint has. */
  readonly tools: readonly Tool[];
  readonly logger: Logger;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly warnings?: () => readonly string[];
}

/** Every route of the server behind its guards. The server does not listen yet. */
export function createApp(deps: AppDeps): Server {
  const { config, limits, services, mcp, tools, logger, clock, startedAt, warnings = () => [] } = deps;
  const tokenRequired = config.http.authToken !== null;
  const usesQdrant = config.index.kind === 'qdrant';
  const page = { services, clock, tokenRequired, keepsQueries: config.queryLog !== null };
  const byPath = new Map<string, Route>([
    ['/mcp', mcpRoute(mcp, tools, limits)],
    ['/health', healthRoute({ services, usesQdrant, warnings, clock, startedAt })],
    ['/metrics', metricsRoute(services)],
    ['/llms.txt', llmsTxtRoute(services)],
    ['/llms-full.txt', llmsFullRoute(services)],
    ['/openapi.json', openApiRoute({ services, tools, tokenRequired })],
    ['/', pageRoute(page)],
    ['/search', resultsRoute(page)],
  ]);
  const document = documentRoute({ services, clock, tokenRequired });
  const api = apiRoutes(tools);
  return createHttpServer(
    (pathname) =>
      byPath.get(pathname) ??
      byPath.get(pathname.replace(/\/$/, '')) ??
      api(pathname) ??
      (pathname.startsWith(DOCS_PREFIX) ? document : null),
    { config: config.http, limits, metrics: services.metrics, logger, clock },
  );
}

interface HttpServerDeps {
  readonly config: HttpConfig;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

/**
 * An HTTP server whose requests reach their route only past the guards: Host, Origin, method, rate, token, load.
 * @param findRoute returns the route of a URL's path, or null
 */
function createHttpServer(findRoute: (pathname: string) => Route | null, deps: HttpServerDeps): Server {
  const { config, limits, metrics, logger } = deps;
  const guards = new Guards(deps);
  const time = new LoopTime();
  const arrivingBodies = new TransferLimit(limits.transfers, limits.bodyMs, time);
  const unreadResponses = new TransferLimit(limits.transfers, limits.readMs, time);
  const unreadStreams = new TransferLimit(limits.streams, limits.streamMs, time);
  const headers = securityHeaders(config.publicUrl);
  const requestLog = { logger, trustProxy: config.clientAddressHeader !== null };
  const headerList = Object.entries(headers);

  const server = createServer(
    {
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
      requireHostHeader: false,
    },
    (request, response) => void serve(request, response),
  );
  server.timeout = limits.requestMs;
  // Node reads both at every check, and knows nothing of the time during which the loop was held.
  Object.defineProperties(server, {
    headersTimeout: { get: () => limits.headersMs + time.held() },
    requestTimeout: { get: () => limits.requestMs + time.held() },
  });
  server.on('timeout', (socket) => {
    if (time.held() === 0) socket.destroy();
    else socket.setTimeout(limits.requestMs);
  });
  server.once('close', time.watch());
  server.on('clientError', (error, socket) => rejectMalformed(error, socket, headers));
  return server;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of headerList) response.setHeader(name, value);
    let route: Route | null = null;
    const received: Received = { body: undefined };
    metrics.requestStarted();
    response.once('close', () => metrics.requestFinished(route?.name ?? 'none', response.statusCode));
    const entry = requestEntry(request, response, requestLog);
    logWhenClosed(response, () => ({ route, entry }), requestLog);
    try {
      const target = requestTarget(request);
      route = findRoute(target.url.pathname);
      entry.tool = route?.tool;
      await answer({ request, response, entry, received }, target, route);
    } catch (error) {
      const rpcId = route?.speaksJsonRpc === true ? requestIdOf(received.body) : undefined;
      fail(response, entry, error, rpcId);
    } finally {
      cutOffUnread(response, route?.streams === true ? unreadStreams : unreadResponses);
    }
  }

  async function answer(
    { request, response, entry, received }: ArrivedRequest,
    { url, host }: RequestTarget,
    route: Route | null,
  ): Promise<void> {
    // Node shows only the first; a proxy that looks at another one would route by a name not checked here.
    if (headerCount(request, 'host') > 1) throw new HttpError(400, 'Exactly one Host header is required');
    if (route?.unguarded !== true) guards.checkHostAndOrigin(request, host);
    if (guards.isOriginAllowed(request, host)) allowOrigin(response, request.headers.origin);
    if (route === null) throw new HttpError(404, 'Not found. Endpoints are listed at /');
    const allow = route.method === 'GET' ? 'GET, HEAD, OPTIONS' : `${route.method}, OPTIONS`;
    if (request.method === 'OPTIONS') return answerOptions(response, allow);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (method !== route.method) {
      throw new HttpError(405, `Method not allowed; use ${allow}`, { headers: { allow } });
    }
    const exchange = { request, response, entry, url, baseUrl: config.publicUrl ?? `http://${host ?? ''}` };
    if (route.unguarded === true) return route.handle(exchange);
    const { cost = COST.normal } = route;
    // What the body asks for is known only when it has been read.
    const atOnce = typeof cost === 'number' ? cost : COST.light;
    guards.checkRate(request, atOnce);
    if (route.requiresToken === true) guards.checkToken(request);
    guards.checkTotalRate(atOnce);
    if (route.takesJson === true) received.body = await readBody(request);
    if (typeof cost === 'function') countRest(request, cost(received.body) - atOnce);
    await guards.limitLoad(() => route.handle({ ...exchange, ...received }));
  }

  function countRest(request: IncomingMessage, rest: number): void {
    if (rest <= 0) return;
    guards.checkRate(request, rest);
    guards.checkTotalRate(rest);
  }

  async function readBody(request: IncomingMessage): Promise<unknown> {
    const tooSlow = new AbortController();
    const end = arrivingBodies.begin(() => tooSlow.abort());
    try {
      return await readJsonBody(request, limits.bodyBytes, tooSlow.signal);
    } finally {
      end();
    }
  }

  function fail(
    response: ServerResponse,
    { id }: RequestEntry,
    error: unknown,
    rpcId: RequestId | null | undefined,
  ): void {
    if (!(error instanceof HttpError)) logger.error({ err: error, id }, 'a request failed unexpectedly');
    if (response.closed) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const shown = error instanceof HttpError ? error : new HttpError(500, 'Internal server error');
    const { req: request } = response;
    sendError(response, shown, rpcId, request.complete ? undefined : discardBody(request, limits));
  }

  /** Cuts off a client that does not read its response in time: the response would stay in memory. */
  function cutOffUnread(response: ServerResponse, transfers: TransferLimit): void {
    if (response.closed) return;
    const end = transfers.begin(() => response.req.socket.destroy());
    response.once('close', end);
  }
}

/** What has arrived of a request beside its headers: an error repeats the id of a JSON-RPC body. */
interface Received {
  /** Parsed, as soon as it is complete. */
  body: unknown;
}

interface ArrivedRequest extends Pick<Exchange, 'request' | 'response' | 'entry'> {
  readonly received: Received;
}

/** What a request asks for. */
interface RequestTarget {
  readonly url: URL;
  /** The host it is addressed to, with the port if there is one. */
  readonly host: string | undefined;
}

/**
 * Reads the request target: a path, or a whole URL, whose host counts instead of the Host header's.
 * https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 * @throws HttpError 400
 */
function requestTarget({ url: target = '', headers }: IncomingMessage): RequestTarget {
  const absolute = /^https?:\/\/([^/?#]+)/i.exec(target);
  const url = URL.parse(target.startsWith('/') ? `http://localhost${target}` : (absolute?.input ?? ''));
  if (url === null) throw new HttpError(400, 'The request target must be a path or an http(s) URL');
  return { url, host: absolute?.[1] ?? headers.host };
}
