import { setTimeout } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { startServer } from '../../test/support/programs.ts';
import type { Settings } from '../corpus.ts';
import type { Engine } from '../measure.ts';
import type { Found } from '../score.ts';

/** After a slow answer of the embedder the server searches without it for a while. */
const RETRIES = 10;
const RETRY_MS = 10_000;

/** The fields of an answer of `search_docs` that the evaluation reads. */
interface Answer {
  readonly results: readonly {
    readonly path: string;
    /** True for every result of an answer that the server is not confident of. */
    readonly weak?: boolean;
    readonly sections: readonly { readonly url: string; readonly snippet: string }[];
  }[];
  readonly mode: string;
  readonly next_cursor?: string;
}

/** The product as a client sees it: a server process, searched through `search_docs` over MCP. */
export interface Product extends Engine, AsyncDisposable {
  /** Whether the server is confident of its answer to a query. */
  confident(query: string): Promise<boolean>;
}

/**
 * Starts a server.
 * @param settings its environment variables, which name an index that exists
 * @param mode the search mode expected of every answer, so that no fallback to lexical search is measured as hybrid
 * @throws Error where the server does not start; in a search also where the tool fails or the mode stays another
 */
export async function startProduct(
  name: string,
  settings: Settings,
  mode: 'lexical' | 'hybrid',
): Promise<Product> {
  const server = await startServer({
    ...settings,
    RATE_LIMIT_PER_MINUTE: '0',
    STRUCTURED_CONTENT: 'true',
    LOG_LEVEL: 'info',
  });
  const client = new Client({ name: 'eval', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));

  async function answerTo(
    query: string,
    maxResults: number,
    cursor?: string,
    retries = RETRIES,
  ): Promise<Answer> {
    const { structuredContent, content, isError } = await client.callTool({
      name: 'search_docs',
      arguments: { query, max_results: maxResults, ...(cursor === undefined ? {} : { cursor }) },
    });
    if (isError) throw new Error(`search_docs failed: ${JSON.stringify(content)}`);
    const answer = structuredContent as unknown as Answer;
    if (answer.mode !== mode) {
      if (retries === 0) throw new Error(`${name} keeps answering in ${answer.mode} mode`);
      await setTimeout(RETRY_MS);
      return answerTo(query, maxResults, cursor, retries - 1);
    }
    return answer;
  }

  async function find(query: string, maxResults: number): Promise<Found[]> {
    const found: Found[] = [];
    let cursor: string | undefined;
    do {
      const answer = await answerTo(query, maxResults, cursor);
      for (const { path, sections } of answer.results) {
        found.push({ path, sections: sections.map(({ url, snippet }) => ({ url, text: snippet })) });
      }
      cursor = answer.next_cursor;
    } while (cursor !== undefined);
    return found;
  }

  return {
    name,
    async search(query) {
      // An agent asks for five results. An answer of ten shows less of each, so it gives only the rest.
      return [...(await find(query, 5)), ...(await find(query, 10)).slice(5)];
    },
    async confident(query) {
      const { results } = await answerTo(query, 5);
      return results.length > 0 && results.every(({ weak }) => weak !== true);
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await server.stop();
    },
  };
}
