import type { GetPromptResult, Prompt } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { RPC, RpcError } from './json-rpc.ts';

export const ANSWER_FROM_DOCS = {
  name: 'answer_from_docs',
  title: 'Answer from the docs',
  description:
    'Answers a question from the documentation alone, with citations and a note on how current it is',
  arguments: [{ name: 'question', description: 'What you want to know or build', required: true }],
} satisfies Prompt;

const promptArguments = z.object({ question: z.string().trim().min(1).max(4_000) });

/**
 * Tells a model how to work with the docs: search, read, then answer with sources.
 * @param args the prompt's arguments, not validated yet
 * @throws RpcError
 */
export function answerFromDocs(args: unknown): GetPromptResult {
  const parsed = promptArguments.safeParse(args ?? {});
  if (!parsed.success) {
    throw new RpcError(RPC.invalidParams, 'question: must be a string of 1 to 4,000 characters');
  }
  return {
    description: ANSWER_FROM_DOCS.description,
    messages: [{ role: 'user', content: { type: 'text', text: instructions(parsed.data.question) } }],
  };
}

function instructions(question: string): string {
  return `Answer this question from the documentation, not from memory:

${question}

1. Call search_docs with the question, then again with the identifiers or terms you meet. A message that nothing is close means the docs may not cover it.
2. Read what matters with fetch_doc: pass the path, and a section's heading or anchor where one is enough. Follow next_cursor when the part you need is on a later page.
3. Answer with code taken from what you read. Cite the url of every section you used.
4. Say so where the docs do not answer, or where freshness is not "fresh".`;
}
