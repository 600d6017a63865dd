import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import type { HttpConfig } from '../config.ts';
import type { Metrics } from '../metrics.ts';
import { carriesToken } from './bearer-token.ts';
import { ClientWaits } from './client-waits.ts';
import { HttpError, type Route, sendError } from './exchange.ts';
import { allowedHosts, hostAllowed, originAllowed } from './hosts.ts';
import type { Limits } from './limits.ts';
import { clientAddress, RateLimit } from './rate-limit.ts';
import { discardRest, readJsonBody } from './request-body.ts';
import { namesSeveralHosts, type RequestTarget, refuseMalformed, requestTarget } from './request-target.ts';
import { allowOrigin, answerOptions, securityHeaders } from './response-headers.ts';

export interface HttpServerDeps {
  readonly config: HttpConfig;
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
  const headers = securityHeaders(config.publicUrl);
  const state = {
    headers: Object.entries(headers),
    hosts: allowedHosts(config),
    rate: new RateLimit(config.rateLimitPerMinute, deps.clock),
    bodies: new ClientWaits(limits.waiting, limits.bodyMs),
    answers: new ClientWaits(limits.waiting, limits.takeMs),
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
      let route: Route | null = null;
      deps.metrics.requestStarted();
      response.once('close', () => {
        deps.metrics.requestFinished(route?.name ?? 'none', response.statusCode);
        deps.logger.debug(
          { method: request.method, route: route?.name, status: response.statusCode },
          'request',
        );
      });
      const answered = async () => {
        const target = requestTarget(request);
        route = findRoute(target.url.pathname);
        await answer(request, response, target, route);
      };
      answered()
        .catch((error) => fail(response, error, route?.rpc ?? false))
        .finally(() => waitUntilTaken(response));
    },
  );
  server.timeout = limits.requestMs;
  server.on('clientError', (error, socket) => refuseMalformed(error, socket, headers));
  return server;

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    { url, host }: RequestTarget,
    route: Route | null,
  ): Promise<void> {
    if (namesSeveralHosts(request)) throw new HttpError(400, 'There must be one Host');
    if (route?.open !== true) checkSender(request, host);
    if (originAllowed(request.headers.origin, host, state.hosts)) allowOrigin(request, response);
    if (route === null) throw new HttpError(404, 'There is nothing here; see / for what there is');
    const allow = route.method === 'GET' ? 'GET, HEAD, OPTIONS' : `${route.method}, OPTIONS`;
    if (request.method === 'OPTIONS') return answerOptions(response, allow);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (method !== route.method) throw new HttpError(405, `Use ${allow}`, { allow });
    const exchange = { request, response, url, baseUrl: config.publicUrl ?? `http://${host ?? ''}` };
    if (route.open === true) return route.handle(exchange);
    checkRate(request);
    if (route.token === true) checkToken(request);
    const body = route.json === true ? await receive(request) : undefined;
    if (state.inFlight >= limits.inFlight)
      refuse('load', new HttpError(503, 'Busy; try again', { 'retry-after': '1' }));
    state.inFlight += 1;
    try {
      await route.handle({ ...exchange, body });
    } finally {
      state.inFlight -= 1;
    }
  }

  async function receive(request: IncomingMessage): Promise<unknown> {
    const tooSlow = new AbortController();
    const arrived = state.bodies.begin(() => tooSlow.abort());
    try {
      return await readJsonBody(request, limits.bodyBytes, tooSlow.signal);
    } finally {
      arrived();
    }
  }

  /** A client that does not take its answer is cut off, or its answer would be kept for ever. */
  function waitUntilTaken(response: ServerResponse): void {
    if (response.closed) return;
    response.once(
      'close',
      state.answers.begin(() => response.req.socket.destroy()),
    );
  }

  function checkSender({ headers, socket }: IncomingMessage, host: string | undefined): void {
    if (!hostAllowed(host, socket.localAddress, state.hosts)) {
      refuse('host', new HttpError(403, 'This Host is not served; the operator can add it to ALLOWED_HOSTS'));
    }
    if (!originAllowed(headers.origin, host, state.hosts)) {
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
    if (config.authToken === null || carriesToken(headers.authorization, config.authToken)) return;
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
    if (response.closed) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const told = error instanceof HttpError ? error : new HttpError(500, 'The server failed');
    sendError(response, told, rpc, response.req.complete ? undefined : discardRest(response.req, limits));
  }
}
