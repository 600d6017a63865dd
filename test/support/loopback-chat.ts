import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback, readBody, stopServer } from './loopback-server.ts';
import { wordVector } from './word-embedder.ts';

/** Length of the vectors that the endpoint returns. */
const DIMENSIONS = 8;

/** What the endpoint does instead of returning a chat completion. */
export type ChatFault =
  | { readonly kind: 'status'; readonly status: number; readonly code?: string; readonly message?: string }
  /** Accepts the request and never responds. */
  | { readonly kind: 'hang' }
  /** Responds 200 with this body. */
  | { readonly kind: 'body'; readonly body: string };

interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

export interface LoopbackChat {
  /** The base URL, for `OPENAI_BASE_URL`. */
  readonly url: string;
  /** Bodies and headers of the requests, in order. */
  readonly received: readonly {
    readonly body: { readonly messages: readonly ChatMessage[] } & Record<string, unknown>;
    readonly authorization: string | undefined;
  }[];
  /** Resolves once `count` requests have been received since the start. */
  arrived(count: number): Promise<void>;
  /** The model: returns the answer to the last message. */
  answer: (document: string) => string;
  /** Injects a fault into the next `times` requests, by default into all until `fail(null)`. */
  fail(fault: ChatFault | null, times?: number): void;
  close(): Promise<void>;
}

/** Starts an OpenAI-compatible endpoint on loopback, for chat completions and for embeddings that never fail. */
export async function startLoopbackChat(): Promise<LoopbackChat> {
  const received: LoopbackChat['received'][number][] = [];
  const arrivals = new EventEmitter();
  let fault: ChatFault | null = null;
  let faultsLeft = 0;

  const complete = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await readJson(request)) as LoopbackChat['received'][number]['body'];
    received.push({ body, authorization: request.headers.authorization });
    arrivals.emit('request');
    const injected = faultsLeft > 0 ? fault : null;
    faultsLeft -= 1;
    if (injected?.kind === 'hang') return;
    if (injected?.kind === 'status') {
      const { status, code = null, message = `status ${status}` } = injected;
      send(response, status, JSON.stringify({ error: { message, type: code, param: null, code } }));
    } else if (injected?.kind === 'body') send(response, 200, injected.body);
    else send(response, 200, completion(chat.answer(body.messages.at(-1)?.content ?? '')));
  };
  const server = createServer(async (request, response) => {
    const route = `${request.method} ${request.url}`;
    if (route === 'POST /v1/chat/completions') await complete(request, response);
    else if (route === 'POST /v1/embeddings') send(response, 200, embeddings(await readJson(request)));
    else send(response, 404, '{"error":{"message":"no such route"}}');
  });
  const url = await listenOnLoopback(server);

  const chat: LoopbackChat = {
    url: `${url}/v1`,
    received,
    answer: (document) => `It explains what ${document.length} characters are good for.`,
    arrived: async (count) => {
      while (received.length < count) await once(arrivals, 'request');
    },
    fail: (next, times = Number.POSITIVE_INFINITY) => {
      fault = next;
      faultsLeft = times;
    },
    close: () => stopServer(server),
  };
  return chat;
}

/** Returns the body of a chat completion with one choice; `choice` and `message` add fields to it. */
export function completion(content: string | null, choice: object = {}, message: object = {}): string {
  return JSON.stringify({
    id: 'chat-1',
    object: 'chat.completion',
    choices: [
      { index: 0, message: { role: 'assistant', content, ...message }, finish_reason: 'stop', ...choice },
    ],
    usage: { prompt_tokens: 90, completion_tokens: 10, total_tokens: 100 },
  });
}

function embeddings({ input, model }: Record<string, unknown>): string {
  const texts = Array.isArray(input) ? input.map(String) : [String(input)];
  const data = texts.map((text, index) => ({ index, embedding: Array.from(wordVector(text, DIMENSIONS)) }));
  return JSON.stringify({ object: 'list', data, model, usage: { prompt_tokens: 1, total_tokens: 1 } });
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  return JSON.parse((await readBody(request)).toString('utf8')) as Record<string, unknown>;
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
