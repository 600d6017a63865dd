import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../shared/logger.ts';

/** What the log says of a request beside what HTTP itself says. Routes add to it. */
export interface RequestEntry {
  /** Also in the response, as `X-Request-Id`. */
  readonly id: string;
  /** The tool that is called: never what a client sent as a name, only the name of a tool that exists. */
  tool?: string | undefined;
  /** Set if the tool answers with an error, which over MCP has status 200. */
  failed?: boolean;
}

interface LoggedRoute {
  readonly name: string;
  readonly polled?: boolean;
}

interface RequestLogDeps {
  readonly logger: Pick<Logger, 'info' | 'debug'>;
  /** Whether the proxy in front may name the request. */
  readonly trustProxy: boolean;
}

/** Names the request in the response. Its line is written by `logWhenClosed`. */
export function requestEntry(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { trustProxy }: Pick<RequestLogDeps, 'trustProxy'>,
): RequestEntry {
  const named = trustProxy ? (headers['fly-request-id'] ?? headers['x-request-id']) : undefined;
  const id = typeof named === 'string' && PROXY_ID.test(named) ? named : randomUUID();
  response.setHeader('x-request-id', id);
  return { id };
}

/** What proxies use: letters, digits and a few signs. */
const PROXY_ID = /^[\w.:=-]{8,100}$/;

/**
 * Logs one line at `info` when the response has been sent or its client is gone. It says the route, never the path or
 * the query string, which may hold what a person asked. A polled route is logged at `debug`, unless it refuses.
 */
export function logWhenClosed(
  response: ServerResponse,
  of: () => { readonly route: LoggedRoute | null; readonly entry: RequestEntry },
  { logger }: Pick<RequestLogDeps, 'logger'>,
): void {
  const startedAt = performance.now();
  response.once('close', () => {
    const { route, entry } = of();
    const { statusCode: status, writableFinished, req } = response;
    const line = {
      method: req.method,
      route: route?.name ?? 'none',
      status,
      ms: roundedMs(performance.now() - startedAt),
      ...(entry.tool === undefined ? {} : { tool: entry.tool }),
      ...(entry.failed === true ? { failed: true } : {}),
      ...(writableFinished ? {} : { aborted: true }),
      id: entry.id,
    };
    const isRefused = status >= 400 && status < 500;
    if (route?.polled === true && !isRefused) logger.debug(line, 'request');
    else logger.info(line, 'request');
  });
}

/** A duration as the log has it: in milliseconds, with one decimal. */
export function roundedMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
