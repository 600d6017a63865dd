import { setTimeout } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { isNamesOnly } from '../../src/server/search/names-only.ts';
import { startServer } from '../../test/support/server-process.ts';
import type { Settings } from '../corpus.ts';
import type { Found } from '../score.ts';
import type { Engine } from './engine.ts';

/** An embedder that is slow for a moment makes the server answer without it for a while. */
const RETRIES = 10;
const RETRY_MS = 10_000;

interface Answer {
  readonly results: readonly { path: string; sections: readonly { url: string; snippet: string }[] }[];
  readonly mode: string;
  readonly message?: string;
  readonly next_cursor?: string;
}

/** The product as a client sees it: the real server, asked through `search_docs` over MCP. */
export interface Product extends Engine, AsyncDisposable {
  /** Whether an answer claims to be one. */
  confident(question: string): Promise<boolean>;
}

/** @param mode what every answer must say it is; a server that falls back would be measured as what it is not */
export async function startProduct(
  name: string,
  settings: Settings,
  mode: 'lexical' | 'hybrid',
): Promise<Product> {
  const server = await startServer({ ...settings, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'info' });
  const client = new Client({ name: 'eval', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));

  async function ask(query: string, results: number, cursor?: string, tries = RETRIES): Promise<Answer> {
    const { structuredContent, content, isError } = await client.callTool({
      name: 'search_docs',
      arguments: { query, max_results: results, ...(cursor === undefined ? {} : { cursor }) },
    });
    if (isError) throw new Error(`search_docs failed: ${JSON.stringify(content)}`);
    const answer = structuredContent as unknown as Answer;
    if (answer.mode !== mode && !isNamesOnly(query)) {
      if (tries === 0) throw new Error(`${name} keeps answering in ${answer.mode} mode`);
      await setTimeout(RETRY_MS);
      return ask(query, results, cursor, tries - 1);
    }
    return answer;
  }

  async function find(question: string, results: number): Promise<Found[]> {
    const found: Found[] = [];
    let cursor: string | undefined;
    do {
      const answer = await ask(question, results, cursor);
      for (const { path, sections } of answer.results) {
        found.push({ path, sections: sections.map(({ url, snippet }) => ({ url, text: snippet })) });
      }
      cursor = answer.next_cursor;
    } while (cursor !== undefined);
    return found;
  }

  return {
    name,
    /** The first five as an agent gets them; an answer of ten shows less of each. */
    async search(question) {
      return [...(await find(question, 5)), ...(await find(question, 10)).slice(5)];
    },
    async confident(question) {
      return !/^Nothing|Nothing in the documentation/.test((await ask(question, 5)).message ?? '');
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await server.stop();
    },
  };
}
