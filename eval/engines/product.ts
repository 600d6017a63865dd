import { setTimeout } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { estimateTokens } from '../../src/server/answer/token-budget.ts';
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

/** An answer, or a page of a longer one, with the text that a model reads of it. */
interface Page {
  readonly answer: Answer;
  readonly text: string;
}

/** The product as a client sees it: a server process, searched through `search_docs` over MCP. */
export interface Product extends Engine, AsyncDisposable {}

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
  ): Promise<Page> {
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
    const [{ text = '' } = {}] = content as readonly { readonly text?: string }[];
    return { answer, text };
  }

  async function pagesOf(query: string, maxResults: number): Promise<[Page, ...Page[]]> {
    const pages: [Page, ...Page[]] = [await answerTo(query, maxResults)];
    for (let cursor = pages[0].answer.next_cursor; cursor !== undefined; ) {
      const page = await answerTo(query, maxResults, cursor);
      pages.push(page);
      cursor = page.answer.next_cursor;
    }
    return pages;
  }

  return {
    name,
    async search(query) {
      // An agent asks for five results. An answer of ten shows less of each, so it gives only the rest.
      const five = await pagesOf(query, 5);
      const [{ answer, text }] = five;
      return {
        found: [...five.flatMap(foundIn), ...(await pagesOf(query, 10)).flatMap(foundIn).slice(5)],
        confident: answer.results.length > 0 && answer.results.every(({ weak }) => weak !== true),
        tokens: Math.round(estimateTokens(text)),
      };
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await server.stop();
    },
  };
}

function foundIn({ answer }: Page): Found[] {
  return answer.results.map(({ path, sections }) => ({
    path,
    sections: sections.map(({ url, snippet }) => ({ url, text: snippet })),
  }));
}
