import { createServer } from 'node:http';
import { listenOnLoopback, readBody, stopServer } from '../../support/loopback-server.ts';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What an agent sends its model: the tools on offer, and what earlier calls brought. */
interface Turn {
  readonly offered: readonly string[];
  readonly results: readonly { readonly id: string; readonly text: string }[];
}

export type Reply =
  | { readonly calls: readonly ToolCall[] }
  | { readonly calls: readonly []; readonly text: string };

/** How one vendor's API writes requests and replies. */
export interface ModelApi {
  /** Path of the requests that ask for a reply. */
  readonly path: RegExp;
  readonly read: (body: Readonly<Record<string, unknown>>) => Turn;
  readonly write: (reply: Reply, stream: boolean) => string;
  /** How an agent that hides tools behind a search is asked for them; unset: none of this API's agents does. */
  readonly searchFor?: (names: readonly string[]) => Omit<ToolCall, 'id'>;
  /** @returns whether the reply is a stream of events */
  readonly streams: (path: string, body: Readonly<Record<string, unknown>>) => boolean;
}

export interface ScriptedModel extends AsyncDisposable {
  readonly url: string;
  /** What has reached the model for each call, by the call's id: the very characters in its context. */
  readonly seen: ReadonlyMap<string, string>;
  /** The names of all tools that were offered. */
  readonly offered: ReadonlySet<string>;
}

/** As many calls are in one reply: enough that a host which runs them in parallel does so. */
const CALLS_PER_REPLY = 6;

/** How often a script searches for tools that are not on offer: a host may still be connecting. */
const MAX_SEARCHES = 10;

export const LAST_WORDS = 'I have read every answer.';

/** Starts a model on loopback that makes the calls of a script, in order, and ends once it has all their results. */
export async function startScriptedModel(api: ModelApi, script: readonly ToolCall[]): Promise<ScriptedModel> {
  const seen = new Map<string, string>();
  const offered = new Set<string>();
  let searches = 0;

  const reply = (turn: Turn): Reply => {
    // Hosts also ask for titles and summaries, without tools.
    if (turn.offered.length === 0) return { calls: [], text: 'A title' };
    for (const name of turn.offered) offered.add(name);
    for (const { id, text } of turn.results) seen.set(id, text);
    const calls = script.filter(({ id }) => !seen.has(id)).slice(0, CALLS_PER_REPLY);
    if (calls.length === 0) return { calls: [], text: LAST_WORDS };
    const hidden = calls
      .map(({ name }) => name)
      .filter((name) => !turn.offered.some((other) => isTool(name, other)));
    if (hidden.length > 0 && api.searchFor !== undefined && searches < MAX_SEARCHES) {
      searches += 1;
      return { calls: [{ ...api.searchFor(hidden), id: `search_${searches}` }] };
    }
    return { calls: calls.map((call) => ({ ...call, name: nameOffered(call.name, turn.offered) })) };
  };

  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const body = JSON.parse((await readBody(request)).toString() || '{}') as Record<string, unknown>;
    if (request.method !== 'POST' || !api.path.test(path)) {
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"error":{"message":"no such route"}}');
      return;
    }
    const stream = api.streams(path, body);
    response.writeHead(200, { 'content-type': stream ? 'text/event-stream' : 'application/json' });
    response.end(api.write(reply(api.read(body)), stream));
  });
  const url = await listenOnLoopback(server);
  return { url, seen, offered, [Symbol.asyncDispose]: () => stopServer(server) };
}

/** Hosts put the name of the server before the name of the tool. */
function nameOffered(name: string, offered: readonly string[]): string {
  return offered.find((other) => isTool(name, other)) ?? name;
}

const isTool = (name: string, offered: string) =>
  offered === name || offered.endsWith(`_${name}`) || offered.endsWith(`/${name}`);

/** Writes events as a stream of server-sent events. */
export function eventStream(events: readonly object[]): string {
  return events.map((event) => `${nameOf(event)}data: ${JSON.stringify(event)}\n\n`).join('');
}

const nameOf = (event: object) => ('type' in event ? `event: ${event.type}\n` : '');

/** Joins the text of a message whose content is a string or a list of blocks. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content
    .map((block) => (typeof block?.text === 'string' ? block.text : JSON.stringify(block)))
    .join('\n');
}
