import { eventStream, type ModelApi } from './scripted-model.ts';

interface Part {
  readonly functionResponse?: { readonly id?: string; readonly response?: { readonly output?: string } };
}

/** Google's Gemini API, as Gemini CLI uses it. */
export const geminiApi: ModelApi = {
  path: /:(generateContent|streamGenerateContent)(\?|$)/,
  streams: (path) => path.includes('alt=sse'),
  read({ tools = [], contents = [] }) {
    const parts = (contents as { parts?: Part[] }[]).flatMap((content) => content.parts ?? []);
    return {
      offered: (tools as { functionDeclarations?: { name: string }[] }[])
        .flatMap((tool) => tool.functionDeclarations ?? [])
        .map(({ name }) => name),
      results: parts.flatMap(({ functionResponse: result }) =>
        result === undefined
          ? []
          : [{ id: result.id ?? '', text: result.response?.output ?? JSON.stringify(result.response) }],
      ),
    };
  },
  write(reply, stream) {
    const parts =
      'text' in reply
        ? [{ text: reply.text }]
        : reply.calls.map(({ id, name, arguments: args }) => ({ functionCall: { id, name, args } }));
    const chunk = {
      candidates: [{ index: 0, content: { role: 'model', parts }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 10, totalTokenCount: 20 },
      modelVersion: 'scripted',
    };
    return stream ? eventStream([chunk]) : JSON.stringify(chunk);
  },
};
