import { eventStream, type ModelApi, type Reply, textOf } from './scripted-model.ts';

interface Block {
  readonly type: string;
  readonly tool_use_id?: string;
  readonly content?: unknown;
}

/** Anthropic's Messages API, as Claude Code uses it. https://docs.anthropic.com/en/api/messages */
export const messagesApi: ModelApi = {
  path: /^\/v1\/messages(\?|$)/,
  streams: (_, body) => body['stream'] === true,
  searchFor: (names) => ({
    name: 'ToolSearch',
    arguments: {
      query: `select:${names.map((name) => `mcp__eino-docs__${name}`)}`,
      max_results: names.length,
    },
  }),
  read({ tools = [], messages = [] }) {
    const blocks = (messages as { content: string | Block[] }[]).flatMap(({ content }) =>
      typeof content === 'string' ? [] : content,
    );
    return {
      offered: (tools as { name: string }[]).map(({ name }) => name),
      results: blocks
        .filter(({ type }) => type === 'tool_result')
        .map((block) => ({ id: block.tool_use_id ?? '', text: textOf(block.content) })),
    };
  },
  write(reply, stream) {
    const content = blocksOf(reply);
    const stop_reason = reply.calls.length > 0 ? 'tool_use' : 'end_turn';
    const usage = { input_tokens: 10, output_tokens: 10 };
    const message = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'scripted',
      stop_sequence: null,
    };
    if (!stream) return JSON.stringify({ ...message, content, stop_reason, usage });
    return eventStream([
      { type: 'message_start', message: { ...message, content: [], stop_reason: null, usage } },
      ...content.flatMap(eventsOf),
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
      { type: 'message_stop' },
    ]);
  },
};

function blocksOf(reply: Reply): object[] {
  if ('text' in reply) return [{ type: 'text', text: reply.text }];
  return reply.calls.map((call) => ({
    type: 'tool_use',
    id: call.id,
    name: call.name,
    input: call.arguments,
  }));
}

/** A block arrives empty, then its content as one piece. */
function eventsOf(block: object, index: number): object[] {
  const { type, input, text } = block as { type: string; input?: object; text?: string };
  const start = type === 'text' ? { ...block, text: '' } : { ...block, input: {} };
  const delta =
    type === 'text'
      ? { type: 'text_delta', text }
      : { type: 'input_json_delta', partial_json: JSON.stringify(input) };
  return [
    { type: 'content_block_start', index, content_block: start },
    { type: 'content_block_delta', index, delta },
    { type: 'content_block_stop', index },
  ];
}
