import { randomUUID } from 'node:crypto';
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
    const tool_calls = reply.calls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: JSON.stringify(call.arguments) },
    }));
    const message =
      'text' in reply
        ? { role: 'assistant', content: reply.text }
        : { role: 'assistant', content: null, tool_calls };
    return JSON.stringify({
      // LangChain takes two messages of one id for one message.
      id: randomUUID(),
      object: 'chat.completion',
      created: 1,
      model: 'scripted',
      choices: [{ index: 0, message, finish_reason: 'text' in reply ? 'stop' : 'tool_calls' }],
      usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 },
    });
  },
};
