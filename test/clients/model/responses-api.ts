import { eventStream, type ModelApi, type Reply, textOf } from './scripted-model.ts';

interface Offer {
  readonly type: string;
  readonly name?: string;
  readonly tools?: readonly Offer[];
}

interface Item {
  readonly type?: string;
  readonly call_id?: string;
  readonly output?: unknown;
}

/** OpenAI's Responses API, as Codex, the Agents SDK and the AI SDK use it. */
export const responsesApi: ModelApi = {
  path: /\/responses$/,
  streams: (_, body) => body['stream'] === true,
  read: ({ tools = [], input = [] }) => ({
    offered: namesOf(tools as Offer[]),
    results: (Array.isArray(input) ? (input as Item[]) : [])
      .filter(({ type }) => type === 'function_call_output')
      .map((item) => ({ id: item.call_id ?? '', text: textOf(item.output) })),
  }),
  write(reply, stream) {
    const output = itemsOf(reply);
    const response = {
      id: 'resp_1',
      object: 'response',
      created_at: 1,
      status: 'completed',
      model: 'scripted',
      output,
      parallel_tool_calls: true,
      tools: [],
      usage: {
        input_tokens: 10,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 10,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: 20,
      },
    };
    if (!stream) return JSON.stringify(response);
    return eventStream([
      { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
      ...output.flatMap((item, output_index) => [
        { type: 'response.output_item.added', output_index, item },
        { type: 'response.output_item.done', output_index, item },
      ]),
      { type: 'response.completed', response },
    ]);
  },
};

/** Codex offers the tools of a server in a namespace, and wants it back with the call: here it stands before a slash. */
function namesOf(offers: readonly Offer[]): string[] {
  return offers.flatMap(({ name = '', tools }) =>
    tools === undefined ? name : namesOf(tools).map((inner) => `${name}/${inner}`),
  );
}

function itemsOf(reply: Reply): object[] {
  if ('text' in reply) {
    const content = [{ type: 'output_text', text: reply.text, annotations: [] }];
    return [{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content }];
  }
  return reply.calls.map((call) => ({
    type: 'function_call',
    id: `fc_${call.id}`,
    call_id: call.id,
    ...qualified(call.name),
    arguments: JSON.stringify(call.arguments),
    status: 'completed',
  }));
}

function qualified(name: string): object {
  const [namespace, inner] = name.split('/');
  return inner === undefined ? { name } : { namespace, name: inner };
}
