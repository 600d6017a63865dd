import type { ServerResponse } from 'node:http';
import { type Exchange, HttpError, type Route, sendJson } from '../http/exchange.ts';
import type { Limits } from '../http/limits.ts';
import { COST } from '../http/rate-limit.ts';
import { calledTool, isFailure, isObject } from './json-rpc.ts';
import { type McpEndpoint, protocolHeaders } from './mcp-endpoint.ts';
import type { Tool } from './tool.ts';

/** Streamable HTTP without sessions and streams: one message per POST, one JSON answer. */
export function mcpRoute(
  endpoint: McpEndpoint,
  tools: readonly Tool[],
  limits: Pick<Limits, 'answerMs'>,
): Route {
  const names = new Set(tools.map(({ definition }) => definition.name));
  return {
    name: '/mcp',
    method: 'POST',
    requiresToken: true,
    takesJson: true,
    cost: messageCost,
    speaksJsonRpc: true,
    async handle({ request: { headers }, response, body, entry }: Exchange) {
      entry.tool = calledTool(body, names);
      checkAccept(headers.accept);
      const answer = await whileConnected(response, limits.answerMs, (signal) =>
        endpoint(body, protocolHeaders(headers), signal),
      );
      if (answer.body !== undefined) entry.failed = entry.tool !== undefined && isFailure(answer.body);
      if (answer.body === undefined) response.writeHead(answer.status).end();
      else sendJson(response, answer.status, answer.body);
    },
  };
}

/** Clients must accept both forms of an answer, although this server only sends JSON. */
function checkAccept(accept = ''): void {
  if (!/application\/json|\*\/\*/i.test(accept) || !/text\/event-stream|\*\/\*/i.test(accept)) {
    throw new HttpError(406, 'Accept must include application/json and text/event-stream');
  }
}

/** Runs `work`, and aborts it when it takes longer than `ms` or the client disconnects. */
async function whileConnected<T>(
  response: ServerResponse,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const aborted = Promise.withResolvers<never>();
  const abortWith = (error: HttpError) => {
    aborted.reject(error);
    abort.abort(error);
  };
  const onClose = () => abortWith(new HttpError(400, 'The client disconnected'));
  const timer = setTimeout(() => abortWith(new HttpError(504, 'The answer took too long')), ms);
  response.once('close', onClose);
  try {
    return await Promise.race([work(abort.signal), aborted.promise]);
  } finally {
    clearTimeout(timer);
    response.off('close', onClose);
  }
}

/** Methods that read documents. All others read at most the status of the index. */
const READS_DOCUMENTS: ReadonlySet<unknown> = new Set([
  'tools/call',
  'resources/list',
  'resources/read',
  'completion/complete',
]);

/** What an MCP message counts under the rate limits, in requests. @param body untrusted JSON */
export function messageCost(body: unknown): number {
  const { method, params } = isObject(body) ? body : {};
  if (!READS_DOCUMENTS.has(method)) return COST.light;
  const isStatus = method === 'tools/call' && isObject(params) && params['name'] === 'get_index_status';
  return isStatus ? COST.light : COST.normal;
}
