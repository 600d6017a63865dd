import { isDeepStrictEqual } from 'node:util';

/** A request of a client and the server's response to it, as both passed over the wire. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly params?: { readonly name?: string; readonly _meta?: Readonly<Record<string, unknown>> };
  };
  readonly response: { readonly result?: ToolResult & { readonly protocolVersion?: string } };
}

interface ToolResult {
  readonly content?: readonly { readonly type: string; readonly text?: string }[];
  readonly structuredContent?: unknown;
}

/** Pairs requests with responses by their ids, as they arrive from one connection. Notifications have no id. */
export class Pairing {
  readonly #open = new Map<unknown, Exchange['request']>();
  readonly #onPair: (exchange: Exchange) => void;

  constructor(onPair: (exchange: Exchange) => void) {
    this.#onPair = onPair;
  }

  sent(message: object): void {
    if ('id' in message && 'method' in message) this.#open.set(message.id, message as Exchange['request']);
  }

  received(message: object): void {
    if (!('id' in message) || 'method' in message) return;
    const request = this.#open.get(message.id);
    this.#open.delete(message.id);
    if (request !== undefined) this.#onPair({ request, response: message as Exchange['response'] });
  }
}

/** Returns the messages in a body: JSON, or the data lines of an event stream. Other bodies have none. */
export function messagesIn(body: string): object[] {
  const texts = /^(event|data|id):/m.test(body)
    ? [...body.matchAll(/^data: ?(\{.*)$/gm)].map(([, data = '']) => data)
    : [body];
  return texts.flatMap(parsed).filter((message) => typeof message === 'object' && message !== null);
}

/** Returns the protocol version in which the client called its tools, or `none` if it called none. */
export function versionSpoken(exchanges: readonly Exchange[]): string {
  const call = exchanges.find(({ request }) => request.method === 'tools/call');
  if (call === undefined) return 'none';
  const own = call.request.params?._meta?.['io.modelcontextprotocol/protocolVersion'];
  const agreed = exchanges.findLast(({ request }) => request.method === 'initialize');
  return String(own ?? agreed?.response.result?.protocolVersion ?? 'unknown');
}

export const callsOf = (exchanges: readonly Exchange[], tool: string): readonly Exchange[] =>
  exchanges.filter(({ request }) => request.method === 'tools/call' && request.params?.name === tool);

/** The forms of an answer in which the model can read the whole text, unchanged. */
const READABLE: readonly string[] = ['text', 'text + more', 'text inside JSON', 'text + structured'];
export const isReadable = (form: string): boolean => READABLE.includes(form);

/**
 * Returns what a model sees of an answer, by comparison with what the server has sent.
 * @param seen the characters that the client gave the model for one call of a tool
 * @param calls every exchange in which the client called this tool
 */
export function formOf(seen: string, calls: readonly Exchange[]): string {
  const forms = calls.map(({ response }) => formOfResult(seen, response.result ?? {}));
  return forms.find((form) => form !== 'other') ?? 'other';
}

function formOfResult(seen: string, { content = [], structuredContent }: ToolResult): string {
  const text = content.map((block) => block.text ?? '').join('\n');
  if (text === '') return 'other';
  if (seen === text) return 'text';
  if (structuredContent !== undefined && isDeepStrictEqual(parsed(seen), [structuredContent]))
    return 'structured';
  const hasStructure = structuredContent !== undefined && seen.includes('"structuredContent"');
  if (seen.includes(JSON.stringify(text))) return hasStructure ? 'text + structured' : 'text inside JSON';
  return seen.includes(text) ? 'text + more' : 'other';
}

/** The value in a list of its own, or an empty list where the text is not JSON. */
function parsed(text: string) {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
