import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { readServerConfig } from '../../src/server/config.ts';
import { createApp } from '../../src/server/http/http-server.ts';
import { LIMITS, type Limits } from '../../src/server/http/limits.ts';
import { drain, listen } from '../../src/server/http/listen.ts';
import { cacheHints } from '../../src/server/mcp/cache-hints.ts';
import { mcpEndpoint } from '../../src/server/mcp/mcp-endpoint.ts';
import { mcpMethods, toolsOf } from '../../src/server/mcp/mcp-server.ts';
import { Metrics } from '../../src/server/metrics.ts';
import { createServices, type ServiceDeps } from '../../src/server/run-server.ts';
import type { Services } from '../../src/server/services.ts';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { type Logger, silentLogger } from '../../src/shared/logger.ts';

export interface RunningApp extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Stops after the requests in flight have finished, or at the deadline. */
  drain(deadlineMs: number): Promise<void>;
}

export interface AppOptions {
  readonly reader: IndexReader;
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
  readonly clock?: () => number;
  readonly logger?: Logger;
}

/** The services over an index without an embedder, silent. By default data is fresh for an hour. */
export function lexicalServices(reader: IndexReader, overrides: Partial<ServiceDeps> = {}): Services {
  return createServices({
    reader,
    embedder: null,
    maxAgeSeconds: 3_600,
    version: '0.0.0',
    clock: Date.now,
    delay: (ms, signal) => setTimeout(ms, undefined, signal === undefined ? {} : { signal }),
    metrics: new Metrics(silentLogger),
    logger: silentLogger,
    ...overrides,
  });
}

/**
 * Starts the whole HTTP server within the test's own process, on a free port. A test may lower its limits. Answers also
 * have the structured form unless `env` says otherwise.
 */
export async function runApp({
  reader,
  env = {},
  limits = {},
  clock = Date.now,
  logger = silentLogger,
}: AppOptions): Promise<RunningApp> {
  const config = readServerConfig({ STRUCTURED_CONTENT: 'true', ...env }, clock());
  const { structuredContent, freshness } = config;
  const { maxAgeSeconds, schedule } = freshness;
  const services = lexicalServices(reader, { maxAgeSeconds, structuredContent, clock });
  const hints = cacheHints({
    status: services.status,
    schedule,
    clock,
    isPrivate: config.http.authToken !== null,
  });
  const tools = toolsOf(services);
  const server = createApp({
    config,
    limits: { ...LIMITS, ...limits },
    services,
    mcp: mcpEndpoint(mcpMethods(services, tools), hints, silentLogger),
    tools,
    logger,
    clock,
    startedAt: clock(),
  });
  const url = await listen(server, '127.0.0.1', 0);
  return {
    url,
    port: Number(new URL(url).port),
    drain: (deadlineMs) => drain(server, deadlineMs),
    [Symbol.asyncDispose]: () => drain(server, 0),
  };
}

export const MCP_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

/** Sends one JSON-RPC request over HTTP. */
export function rpc(url: string, method: string, params: object = {}, headers: Record<string, string> = {}) {
  return fetch(new URL('/mcp', url), {
    method: 'POST',
    headers: { ...MCP_HEADERS, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
}

export interface ToolAnswer {
  readonly isError: boolean;
  readonly text: string;
  readonly structured: Record<string, unknown>;
}

/** Calls a tool without an MCP client. */
export async function callTool(url: string, name: string, args: object = {}): Promise<ToolAnswer> {
  const response = await rpc(url, 'tools/call', { name, arguments: args });
  const { result } = (await response.json()) as {
    result: { isError?: boolean; content: { text: string }[]; structuredContent?: Record<string, unknown> };
  };
  return {
    isError: result.isError ?? false,
    text: result.content[0]?.text ?? '',
    structured: result.structuredContent ?? {},
  };
}

/** Opens a TCP connection to the server and sends nothing. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

/** Sends raw bytes. @returns everything that the server sends until it closes the connection */
export async function exchange(port: number, bytes: string): Promise<string> {
  const socket = await openSocket(port);
  socket.write(bytes);
  return received(socket);
}

/** Returns everything that the server sends until it closes the connection. */
export async function received(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return text;
}
