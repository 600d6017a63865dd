import { createHash } from 'node:crypto';
import type { Tool } from '../../mcp/tool.ts';
import { type Exchange, JSON_TYPE, type Route, sendJson, sendTagged } from '../exchange.ts';
import { decodePath } from './document-routes.ts';
import { readIndex } from './read-index.ts';

/** Stands for the rest of a URL's path, as in OpenAPI. */
const REST = '{path}';

/** The URL of each tool's structured answer, for programs. */
export const API_PATHS: readonly (readonly [path: string, tool: string])[] = [
  ['/api/search', 'search_docs'],
  ['/api/documents', 'list_docs'],
  [`/api/documents/${REST}`, 'fetch_doc'],
  ['/api/changes', 'list_changes'],
  ['/api/status', 'get_index_status'],
];

/** @returns a function that finds the route of a URL's path; null if it is none of these */
export function apiRoutes(tools: readonly Tool[]): (pathname: string) => Route | null {
  const byName = new Map(tools.map((tool) => [tool.definition.name, tool]));
  const exact = new Map<string, Route>();
  const below: [prefix: string, Route][] = [];
  for (const [path, name] of API_PATHS) {
    const tool = byName.get(name);
    if (tool === undefined) continue;
    const prefix = path.endsWith(REST) ? path.slice(0, -REST.length) : null;
    if (prefix === null) exact.set(path, apiRoute(path, tool, null));
    else below.push([prefix, apiRoute(path, tool, prefix)]);
  }
  return (pathname) =>
    exact.get(pathname) ?? below.find(([prefix]) => pathname.startsWith(prefix))?.[1] ?? null;
}

/** @param prefix of the URL's path; what follows is the argument `path`. null: all arguments are in the query string */
function apiRoute(name: string, tool: Tool, prefix: string | null): Route {
  return {
    name,
    method: 'GET',
    tool: tool.definition.name,
    requiresToken: true,
    async handle(exchange) {
      const { response, url } = exchange;
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const args = {
        ...Object.fromEntries(url.searchParams),
        ...(prefix === null ? {} : { path: decodePath(url.pathname.slice(prefix.length)) }),
      };
      sendAnswer(exchange, await readIndex(tool.answer(args, gone.signal)));
    },
  };
}

function sendAnswer(exchange: Exchange, answer: Readonly<Record<string, unknown>>): void {
  if (answer['found'] === false) {
    const { suggestions = [] } = answer;
    const error = { status: 404, message: 'No such document or section', suggestions };
    sendJson(exchange.response, 404, { error });
  } else {
    sendTagged(exchange, weakTag(answer), { contentType: JSON_TYPE, body: JSON.stringify(answer) });
  }
}

/** Does not change with the age of the data alone, which a client can tell from `checked_at`. */
function weakTag(answer: object): string {
  const lasting = JSON.stringify(answer, (key, value) => (key === 'age_seconds' ? undefined : value));
  return `W/"${createHash('sha256').update(lasting).digest('base64url').slice(0, 22)}"`;
}
