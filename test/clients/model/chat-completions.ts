import { completion } from '../../support/loopback-chat.ts';
import { type ModelApi, textOf } from './scripted-model.ts';

/** OpenAI's Chat Completions API, without streaming, as EINO and LangChain use it. */
export const chatCompletions: ModelApi = {
  path: /\/chat\/completions$/,
  streams: () => false,
  read: ({ tools = [], messages = [] }) => ({
    offered: (tools as { function: { name: string } }[]).map((tool) => tool.function.name),
    results: (messages as { role: string; tool_call_id?: string; content: unknown }[])
      .filter(({ role }) => role === 'tool')
      .map((message) => ({ id: message.tool_call_id ?? '', text: textOf(message.content) })),
  }),
  write(reply) {
    if ('text' in reply) return completion(reply.text);
    const tool_calls = reply.calls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: JSON.stringify(call.arguments) },
    }));
    return completion(null, { finish_reason: 'tool_calls' }, { tool_calls });
  },
};
