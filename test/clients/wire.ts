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
  readonly isError?: boolean;
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

/** Returns the calls that the server could not answer. */
export const errorsIn = (exchanges: readonly Exchange[]): readonly Exchange[] =>
  exchanges.filter(
    ({ request, response }) =>
      request.method === 'tools/call' && (response.result === undefined || response.result.isError === true),
  );

/** What a model can see of an answer, the best match first. `+ more` means that the client adds words of its own. */
const FORMS = ['text', 'text in JSON', 'text and structured', 'structured', 'text + more', 'other'] as const;
export type Form = (typeof FORMS)[number];

/**
 * Compares what a client gave its model for one call of a tool with what the server has sent.
 * @param seen the characters that reached the model
 * @param calls every exchange in which the client called this tool
 */
export function formOf(seen: string, calls: readonly Exchange[]): Form {
  const forms = new Set(calls.map(({ response }) => formOfResult(seen, response.result ?? {})));
  return FORMS.find((form) => forms.has(form)) ?? 'other';
}

function formOfResult(seen: string, { content = [], structuredContent }: ToolResult): Form {
  const text = content.map((block) => block.text ?? '').join('\n');
  if (text === '') return 'other';
  if (seen === text) return 'text';
  const structured = structuredContent === undefined ? null : JSON.stringify(structuredContent);
  const hasStructured = structured !== null && compact(seen).includes(structured);
  const isEscaped = seen.includes(JSON.stringify(text));
  if (isEscaped || seen.includes(text)) {
    if (hasStructured) return 'text and structured';
    return isEscaped ? 'text in JSON' : 'text + more';
  }
  return hasStructured ? 'structured' : 'other';
}

/** Writes JSON as JavaScript does, without the white space that other languages put in. */
const compact = (text: string): string => parsed(text).map((value) => JSON.stringify(value))[0] ?? text;

/** The value in a list of its own, or an empty list where the text is not JSON. */
function parsed(text: string) {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
