import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wordVector } from './word-vector.ts';

/** Length of the vectors it answers. */
const DIMENSIONS = 8;

/** What the endpoint answers instead of a chat completion. */
export type ChatFault =
  | { readonly kind: 'status'; readonly status: number; readonly code?: string; readonly message?: string }
  /** Accepts the request and never answers. */
  | { readonly kind: 'hang' }
  /** Answers 200 with this body. */
  | { readonly kind: 'body'; readonly body: string };

interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

export interface LoopbackChat {
  /** Base URL, as `OPENAI_BASE_URL` takes it. */
  readonly url: string;
  /** Bodies and headers of the requests, in order. */
  readonly received: readonly {
    readonly body: { readonly messages: readonly ChatMessage[] } & Record<string, unknown>;
    readonly authorization: string | undefined;
  }[];
  /** Resolves when that many requests have been received, from the first on. */
  arrived(count: number): Promise<void>;
  /** What the model answers to a page; `''` is an answer too. */
  answer: (page: string) => string;
  /** Fails the next `times` requests, or all until `fail(null)`. */
  fail(fault: ChatFault | null, times?: number): void;
  close(): Promise<void>;
}

/** An OpenAI-compatible endpoint on loopback for chat completions, and for embeddings, which never fail. */
export async function startLoopbackChat(): Promise<LoopbackChat> {
  const received: LoopbackChat['received'][number][] = [];
  const arrivals = new EventEmitter();
  let fault: ChatFault | null = null;
  let faultsLeft = 0;

  const complete = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await bodyOf(request)) as LoopbackChat['received'][number]['body'];
    received.push({ body, authorization: request.headers.authorization });
    arrivals.emit('request');
    const now = faultsLeft > 0 ? fault : null;
    faultsLeft -= 1;
    if (now?.kind === 'hang') return;
    if (now?.kind === 'status') {
      const { status, code = null, message = `status ${status}` } = now;
      send(response, status, JSON.stringify({ error: { message, type: code, param: null, code } }));
    } else if (now?.kind === 'body') send(response, 200, now.body);
    else send(response, 200, completion(chat.answer(body.messages.at(-1)?.content ?? '')));
  };
  const server = createServer(async (request, response) => {
    const route = `${request.method} ${request.url}`;
    if (route === 'POST /v1/chat/completions') await complete(request, response);
    else if (route === 'POST /v1/embeddings') send(response, 200, embeddings(await bodyOf(request)));
    else send(response, 404, '{"error":{"message":"no such route"}}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const chat: LoopbackChat = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    received,
    answer: (page) => `It explains what ${page.length} characters are good for.`,
    arrived: async (count) => {
      while (received.length < count) await once(arrivals, 'request');
    },
    fail: (next, times = Number.POSITIVE_INFINITY) => {
      fault = next;
      faultsLeft = times;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return chat;
}

/** The body of an answer that says this, with whatever else its only choice is to have. */
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

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>;
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
