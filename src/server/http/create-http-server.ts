import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '../../shared/logging/logger.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { ServerConfig } from '../config.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { allowOrigin, answerOptions } from './cors.ts';
import { HttpError, type Route } from './exchange.ts';
import { carriesToken } from './guards/bearer-token.ts';
import { clientAddress } from './guards/client-address.ts';
import { allowedHosts, hostAllowed, originAllowed } from './guards/hosts.ts';
import { RateLimit } from './guards/rate-limit.ts';
import type { Limits } from './limits.ts';
import { sendError } from './respond.ts';
import { securityHeaders } from './security-headers.ts';

export interface HttpServerDeps {
  readonly config: Pick<
    ServerConfig,
    | 'HOST'
    | 'PUBLIC_URL'
    | 'ALLOWED_HOSTS'
    | 'ALLOWED_ORIGINS'
    | 'MCP_AUTH_TOKEN'
    | 'RATE_LIMIT_PER_MINUTE'
    | 'clientAddressHeader'
  >;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

/**
 * An HTTP server that lets a request reach its route only past the guards: host, origin, method, rate, token, load.
 * @param findRoute the route of a path, as the URL has it, or null
 */
export function createHttpServer(
  findRoute: (pathname: string) => Route | null,
  deps: HttpServerDeps,
): Server {
  const { limits, config } = deps;
  const state = {
    headers: Object.entries(securityHeaders(config.PUBLIC_URL)),
    hosts: allowedHosts(config),
    rate: new RateLimit(config.RATE_LIMIT_PER_MINUTE, deps.clock),
    inFlight: 0,
  };
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
      requireHostHeader: false,
    },
    (request, response) => {
      for (const [name, value] of state.headers) response.setHeader(name, value);
      const url = parseTarget(request);
      const route = url === null ? null : findRoute(url.pathname);
      deps.metrics.requestStarted();
      response.once('close', () => {
        deps.metrics.requestFinished(route?.name ?? 'none', response.statusCode);
        deps.logger.debug(
          { method: request.method, route: route?.name, status: response.statusCode },
          'request',
        );
      });
      answer(request, response, url, route).catch((error) => fail(response, error, route?.rpc ?? false));
    },
  );
  // A client that does not take its answer holds its place no longer than one that does not send its question.
  server.timeout = limits.requestMs;
  server.on('clientError', refuseMalformed);
  return server;

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL | null,
    route: Route | null,
  ): Promise<void> {
    if (url === null) throw new HttpError(400, 'The request target is not a path');
    if (route?.open !== true) checkSender(request);
    if (originAllowed(request.headers.origin, request.headers.host, state.hosts))
      allowOrigin(request, response);
    if (route === null) throw new HttpError(404, 'There is nothing here; see / for what there is');
    const allow = route.method === 'GET' ? 'GET, HEAD, OPTIONS' : `${route.method}, OPTIONS`;
    if (request.method === 'OPTIONS') return answerOptions(response, allow);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (method !== route.method) throw new HttpError(405, `Use ${allow}`, { allow });
    const exchange = {
      request,
      response,
      url,
      baseUrl: config.PUBLIC_URL ?? `http://${request.headers.host ?? ''}`,
    };
    if (route.open === true) return route.handle(exchange);
    checkRate(request);
    if (route.token === true) checkToken(request);
    if (state.inFlight >= limits.inFlight)
      refuse('load', new HttpError(503, 'Busy; try again', { 'retry-after': '1' }));
    state.inFlight += 1;
    response.once('close', () => {
      state.inFlight -= 1;
    });
    return route.handle(exchange);
  }

  function checkSender({ headers, socket }: IncomingMessage): void {
    if (!hostAllowed(headers.host, socket.localAddress, state.hosts)) {
      refuse('host', new HttpError(403, 'This Host is not served; the operator can add it to ALLOWED_HOSTS'));
    }
    if (!originAllowed(headers.origin, headers.host, state.hosts)) {
      refuse(
        'origin',
        new HttpError(403, 'This Origin may not call; the operator can add it to ALLOWED_ORIGINS'),
      );
    }
  }

  function checkRate(request: IncomingMessage): void {
    const wait = state.rate.take(clientAddress(request, config.clientAddressHeader));
    if (wait > 0)
      refuse(
        'rate',
        new HttpError(429, `Too many requests; wait ${wait} s`, { 'retry-after': String(wait) }),
      );
  }

  function checkToken({ headers }: IncomingMessage): void {
    if (config.MCP_AUTH_TOKEN === undefined || carriesToken(headers.authorization, config.MCP_AUTH_TOKEN))
      return;
    refuse(
      'token',
      new HttpError(401, 'A bearer token is required', { 'www-authenticate': 'Bearer realm="eino-docs"' }),
    );
  }

  function refuse(reason: Parameters<Metrics['requestRefused']>[0], error: HttpError): never {
    deps.metrics.requestRefused(reason);
    throw error;
  }

  function fail(response: ServerResponse, error: unknown, rpc: boolean): void {
    if (!(error instanceof HttpError)) deps.logger.error({ err: error }, 'a request failed unexpectedly');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendError(response, error instanceof HttpError ? error : new HttpError(500, 'The server failed'), rpc);
  }
}

/** The path and query of a request, however it is written; null where it is neither. */
function parseTarget({ url = '' }: IncomingMessage): URL | null {
  return url.startsWith('/') ? URL.parse(`http://localhost${url}`) : null;
}

const REFUSALS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** What is no HTTP, or comes too slowly, gets one line and the door. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = REFUSALS[error.code ?? ''] ?? [400, 'Bad Request'];
  const body = JSON.stringify({ error: { status, message } });
  socket.end(
    `HTTP/1.1 ${status} ${message}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
}
