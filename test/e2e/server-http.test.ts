import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { FIXTURE_DOCUMENTS, fixtureIndex } from '../support/fixture-index.ts';
import { type HttpProgram, poll, startServer } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const resources = new AsyncDisposableStack();
let server: HttpProgram;
let client: Client;

beforeAll(async () => {
  const index = resources.use(await fixtureIndex());
  await index.publish({
    documents: {
      ...FIXTURE_DOCUMENTS,
      'core/old.md': '# Old\n\nAbout lambdas.\n',
      'old.md': '# Other\n\nMore.\n',
    },
  });
  await index.publish({
    documents: { 'core/lambda.md': '# Lambda\n\nAbout lambdas.\n' },
    renamed: { 'core/old.md': 'core/lambda.md' },
    subject: 'docs: rename the lambda page',
  });
  server = resources.use(
    await startServer({ INDEX_PATH: index.path, EMBEDDINGS: 'off', STRUCTURED_CONTENT: 'true' }),
  );
  client = new Client({ name: 'test', version: '1.0.0' });
  resources.defer(() => client.close());
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));
  // The client checks structured answers against the output schemas it has seen.
  await client.listTools();
});

afterAll(() => resources.disposeAsync());

type Answer = { readonly structured: Record<string, unknown>; readonly text: string };

async function call(name: string, args: Record<string, unknown> = {}): Promise<Answer> {
  const result = await client.callTool({ name, arguments: args });
  const [content] = result.content as { text: string }[];
  if (result.isError === true) throw new Error(content?.text);
  return { structured: result.structuredContent as Record<string, unknown>, text: content?.text ?? '' };
}

const FRESH = {
  state: 'fresh',
  commit: expect.stringMatching(/^[0-9a-f]{40}$/),
  age_seconds: expect.any(Number),
};

test('the log begins with one line of what is served: index, sources, mode, authorization and address', () => {
  const [line] = server
    .log()
    .split('\n')
    .filter((each) => each.includes('"address"'));
  expect(JSON.parse(line ?? '')).toMatchObject({
    level: 'info',
    address: server.url,
    index: expect.stringMatching(/index\.db$/),
    sources: [expect.any(String)],
    mode: 'lexical',
    reason: 'no_embedder',
    auth: 'off',
  });
});

test('the log of the server has the tool of a search and the id of its request, and nothing of its query', async () => {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/call' };
  const response = await fetch(`${server.url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ ...body, params: { name: 'search_docs', arguments: { query: 'unspeakable' } } }),
  });
  const id = response.headers.get('x-request-id');
  await poll(
    async () => server.log(),
    (log) => log.includes(`"tool":"search_docs","id":"${id}"`),
  );
  expect(server.log()).not.toContain('unspeakable');
});

test('an index that cannot be read is in the log before anybody has asked', async () => {
  const folder = await createTemporaryFolder('unreadable');
  resources.defer(() => removeFolder(folder));
  const path = join(folder, 'index.db');
  await writeFile(path, 'no database '.repeat(1_000));
  await using unreadable = await startServer({ INDEX_PATH: path, MCP_AUTH_TOKEN: 'a-token-nobody-knows' });
  expect(unreadable.log()).toMatch(/"level":"error".*the index cannot be read: INDEX_/);
  expect(unreadable.log()).toMatch(/"sources":"unknown","mode":"unknown","auth":"on"/);
});

describe('the tools over HTTP', () => {
  test('every tool is annotated as read-only and has an output schema with freshness', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'search_docs',
      'fetch_doc',
      'list_docs',
      'get_index_status',
      'list_changes',
    ]);
    for (const tool of tools) {
      expect(tool.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(tool.outputSchema?.required).toContain('freshness');
    }
  });

  test('search_docs finds the document that answers, with its section, link and freshness', async () => {
    const { structured, text } = await call('search_docs', {
      query: 'approval by a person before a tool runs',
    });
    expect(structured).toMatchObject({ mode: 'lexical', freshness: FRESH });
    const results = structured['results'] as { path: string; url: string; sections: { url: string }[] }[];
    expect(
      results
        .slice(0, 2)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['core/interrupt.md', 'core/人工.md']);
    expect(results[0]).toEqual({
      path: expect.any(String),
      title: expect.any(String),
      url: expect.stringMatching(/^https:\/\/docs\.example\.com\/eino\/core\//),
      score: expect.any(Number),
      summary: expect.any(String),
      entities: expect.any(Array),
      updated_at: null,
      source: 'o/r',
      language: 'en',
      sections: expect.any(Array),
    });
    expect(text).toMatch(
      /Docs at commit [0-9a-f]{10}, checked .* ago: fresh\. Search: lexical \(no_embedder\)\./,
    );
  });

  test('search_docs returns only documents below path_prefix, and at most max_results', async () => {
    const { structured } = await call('search_docs', {
      query: 'graph',
      path_prefix: 'overview/',
      max_results: 1,
    });
    expect((structured['results'] as { path: string }[]).map(({ path }) => path)).toEqual([
      'overview/release_notes.md',
    ]);
  });

  test('path_prefix is accepted in any case and with a slash; one that matches no path is named in the answer', async () => {
    for (const path_prefix of ['/Overview/', 'OVERVIEW']) {
      const { structured } = await call('search_docs', { query: 'graph', path_prefix });
      expect(structured['results']).not.toEqual([]);
      expect((await call('list_docs', { path_prefix })).structured['count']).toBe(2);
    }
    const unknown = `No document's path begins with "nope/"; list_docs without path_prefix shows the paths.`;
    expect(await call('search_docs', { query: 'graph', path_prefix: 'nope/' })).toMatchObject({
      structured: { results: [], message: unknown },
    });
    expect((await call('list_docs', { path_prefix: 'nope/' })).text).toContain(unknown);
  });

  test('search_docs says when a query shares no word with the docs', async () => {
    const { structured, text } = await call('search_docs', { query: 'zebra migration in the Serengeti' });
    expect(structured).toMatchObject({ results: [], message: expect.stringMatching(/^Nothing in the docu/) });
    expect(text).toContain(String(structured['message']));
  });

  test('search_docs says when the docs do not answer a query, and marks the nearest results weak', async () => {
    const query = 'zebra herds that graze the Serengeti plain in a graph';
    const { structured, text } = await call('search_docs', { query });
    expect(structured['message']).toMatch(/^Nothing in the documentation is close/);
    expect(text).toContain(String(structured['message']));
    const nearest = structured['results'] as { weak: unknown; sections: { weak: unknown }[] }[];
    const marks = nearest.flatMap(({ weak, sections }) => [weak, ...sections.map((section) => section.weak)]);
    expect(marks.length).toBeGreaterThan(1);
    expect(marks.every((weak) => weak === true)).toBe(true);
    expect(text.match(/^\d+\. .*\bweak\)$/gm)).toHaveLength((structured['results'] as unknown[]).length);
  });

  test('search_docs does not mark results weak that answer the query', async () => {
    const { structured, text } = await call('search_docs', { query: 'approval before a tool runs' });
    expect(JSON.stringify(structured)).not.toContain('"weak"');
    expect(text).not.toMatch(/weak\)$/m);
  });

  test.each(Object.keys(FIXTURE_DOCUMENTS))(
    'fetch_doc returns %s byte for byte, page by page',
    async (path) => {
      const pages: string[] = [];
      let cursor: string | undefined;
      do {
        const { structured } = await call('fetch_doc', {
          path,
          max_tokens: 1_500,
          ...(cursor && { cursor }),
        });
        expect(structured).toMatchObject({ found: true, path });
        pages.push(String(structured['content']));
        cursor = structured['next_cursor'] as string | undefined;
      } while (cursor !== undefined);
      expect(pages.join('')).toBe(FIXTURE_DOCUMENTS[path]);
      expect(pages.length > 1).toBe(path === 'core/interrupt.md');
    },
  );

  test.each([
    ['a path without extension', 'core/graph'],
    ['a path with a leading slash', '/core/graph.md'],
    ['the path in the repository', 'content/en/docs/eino/core/graph.md'],
    ['the address of the page', 'https://docs.example.com/eino/core/graph/'],
    [
      'the address of its source',
      'https://github.com/o/r/blob/main/content/en/docs/eino/core/graph.md?plain=1',
    ],
    ['its resource', 'eino-docs://docs/core/graph.md'],
  ])('fetch_doc finds a document by %s', async (_, path) => {
    expect((await call('fetch_doc', { path })).structured).toMatchObject({
      found: true,
      path: 'core/graph.md',
    });
  });

  test('fetch_doc finds the index document of a folder, and a Chinese name by its encoded address', async () => {
    expect((await call('fetch_doc', { path: 'core/' })).structured).toMatchObject({ path: 'core/_index.md' });
    const address = `https://docs.example.com/eino/core/${encodeURIComponent('人工')}/#审批`;
    const { structured } = await call('fetch_doc', { path: address });
    expect(structured).toMatchObject({ found: true, path: 'core/人工.md' });
    expect(structured['content']).toMatch(/^## 审批\n/);
  });

  test('fetch_doc follows a rename and names the former path', async () => {
    const { structured, text } = await call('fetch_doc', { path: 'core/old.md' });
    expect(structured).toMatchObject({ path: 'core/lambda.md', redirected_from: 'core/old.md' });
    expect(text).toContain('core/old.md is now core/lambda.md');
    const byUrl = await call('fetch_doc', { path: 'https://docs.example.com/eino/core/old/' });
    expect(byUrl.structured).toMatchObject({ path: 'core/lambda.md', redirected_from: 'core/old.md' });
  });

  test.each([
    ['by heading', { path: 'core/graph.md', section: 'edges' }],
    ['by anchor', { path: 'core/graph.md', section: '#edges' }],
    ['by the address', { path: 'https://docs.example.com/eino/core/graph/#edges' }],
  ])('fetch_doc returns one section %s, with its subsections', async (_, args) => {
    const { structured } = await call('fetch_doc', args);
    const whole = FIXTURE_DOCUMENTS['core/graph.md'] ?? '';
    expect(structured['content']).toBe(whole.slice(whole.indexOf('## Edges')));
  });

  test('fetch_doc tells repeated headings apart by their anchors', async () => {
    const { structured } = await call('fetch_doc', { path: 'core/graph.md', section: 'example-1' });
    expect(structured['content']).toBe('### Example\n\nConnect START to the first node.\n');
  });

  test('fetch_doc suggests the nearest paths for a missing document, and lists the sections for a missing section', async () => {
    const missing = await call('fetch_doc', { path: 'core/graphs.md' });
    expect(missing.structured).toMatchObject({ found: false, content: '', freshness: FRESH });
    expect((missing.structured['suggestions'] as string[])[0]).toBe('core/graph.md');
    const section = await call('fetch_doc', { path: 'core/graph.md', section: 'Branches' });
    expect(section.structured).toMatchObject({ found: false, title: 'Graph orchestration' });
    expect(section.text).toContain('- "Edges" #edges');
  });

  test('list_docs lists the documents in the order of the site menu', async () => {
    const { structured } = await call('list_docs');
    expect(structured).toMatchObject({ count: 9, freshness: FRESH });
    expect((structured['documents'] as { path: string }[]).map(({ path }) => path)).toEqual([
      '_index.md',
      'overview/_index.md',
      'overview/release_notes.md',
      'core/_index.md',
      'core/interrupt.md',
      'core/graph.md',
      'core/人工.md',
      'core/lambda.md',
      'old.md',
    ]);
    const below = await call('list_docs', { path_prefix: 'overview/' });
    expect(below.structured['count']).toBe(2);
  });

  test('get_index_status returns counts, search mode and freshness', async () => {
    expect((await call('get_index_status')).structured).toMatchObject({
      total_docs: 9,
      total_chunks: expect.any(Number),
      commits_behind: 0,
      search: { mode: 'lexical', reason: 'no_embedder' },
      freshness: FRESH,
    });
  });

  test('list_changes lists the documents that a publish changed, with renames', async () => {
    const { structured } = await call('list_changes');
    expect(structured).toMatchObject({
      count: 2,
      changes: [
        {
          subject: 'docs: rename the lambda page',
          documents: [{ path: 'core/lambda.md', change: 'renamed', previous_path: 'core/old.md' }],
        },
        { documents: [] },
      ],
    });
    const [latest] = structured['changes'] as { sha: string }[];
    const since = await call('list_changes', { since: latest?.sha.slice(0, 10) });
    expect(since.structured['count']).toBe(0);
  });

  test.each<[string, string, Record<string, unknown>, RegExp]>([
    ['a missing query', 'search_docs', {}, /query is missing/],
    ['an empty query', 'search_docs', { query: ' ' }, /query is missing/],
    ['a query that is no text', 'search_docs', { query: {} }, /query is missing/],
    ['a missing path', 'fetch_doc', { section: 'Edges' }, /path is missing/],
  ])('%s is a tool error that names the argument', async (_, name, args, problem) => {
    await expect(call(name, args)).rejects.toThrow(problem);
  });

  test.each<[string, string, Record<string, unknown>, RegExp]>([
    [
      'a query of 50,000 characters',
      'search_docs',
      { query: 'graph '.repeat(8_000) },
      /first 4000 characters/,
    ],
    ['too many results', 'search_docs', { query: 'graph', max_results: 21 }, /max_results is at most 20/],
    ['an unknown argument', 'search_docs', { query: 'graph', min_score: 0.5 }, /Ignored, .*: min_score\./],
    ['a made-up cursor', 'search_docs', { query: 'graph', cursor: 'abc' }, /was not made by this tool/],
    [
      'a cursor of another tool',
      'fetch_doc',
      { path: 'core/graph.md', cursor: 'WyJzZWFyY2giLHt9XQ' },
      /was not made by this tool\. This is the first page/,
    ],
    ['a programming language', 'search_docs', { query: 'graph', language: 'go' }, /documents are in English/],
    ['a date in words', 'list_changes', { since: 'yesterday' }, /since was ignored: yesterday is not a com/],
    ['an invalid date', 'list_changes', { since: '2026-13-45' }, /since was ignored: 2026-13-45 is not a/],
    ['an unknown commit', 'list_changes', { since: 'deadbeef1' }, /not a commit or release that the index/],
  ])('%s is left out, and the answer says so in its first line', async (_, name, args, note) => {
    const { structured, text } = await call(name, args);
    const [line = ''] = text.split('\n');
    expect(line).toMatch(note);
    expect(line).toBe(`Note: ${(structured['notes'] as string[]).join(' ')}`);
    const shown = structured['results'] ?? structured['changes'] ?? structured['content'];
    expect(shown).not.toHaveLength(0);
  });

  test('fetch_doc begins anew with a cursor of another document', async () => {
    const { structured } = await call('fetch_doc', { path: 'core/interrupt.md', max_tokens: 1_500 });
    const answer = await call('fetch_doc', { path: 'core/graph.md', cursor: structured['next_cursor'] });
    expect(answer.structured).toMatchObject({ content: FIXTURE_DOCUMENTS['core/graph.md'] });
    expect(answer.text).toMatch(/^Note: .* made for another document.* This is the first page\.\n/);
  });

  test('list_changes lists the updates since a commit or a date in any of their forms', async () => {
    const { structured } = await call('list_changes', { since: '2001-01-01T00:00:00Z' });
    expect(structured).toMatchObject({ count: 2 });
    expect(structured['notes']).toBeUndefined();
  });

  test('an unknown tool is a protocol error', async () => {
    await expect(client.callTool({ name: 'delete_docs' })).rejects.toThrow(/Unknown tool "delete_docs"/);
  });
});

describe('resources and the prompt', () => {
  test('the resources are the status and every document, and all of them can be read', async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain(
      `eino-docs://docs/core/${encodeURIComponent('人工')}.md`,
    );
    expect(resources[0]?.uri).toBe('eino-docs://status');
    for (const { uri } of resources) {
      const { contents } = await client.readResource({ uri });
      expect(contents).toHaveLength(1);
    }
    const graph = await client.readResource({ uri: 'eino-docs://docs/core/graph.md' });
    expect(graph.contents[0]).toMatchObject({
      mimeType: 'text/markdown',
      text: FIXTURE_DOCUMENTS['core/graph.md'],
    });
  });

  test('a missing resource is an error with the nearest paths', async () => {
    await expect(client.readResource({ uri: 'eino-docs://docs/core/graphs.md' })).rejects.toMatchObject({
      code: -32_002,
      data: { suggestions: expect.arrayContaining(['core/graph.md']) },
    });
  });

  test('the resource template completes paths', async () => {
    const { resourceTemplates } = await client.listResourceTemplates();
    const { completion } = await client.complete({
      ref: { type: 'ref/resource', uri: resourceTemplates[0]?.uriTemplate ?? '' },
      argument: { name: 'path', value: 'core/gr' },
    });
    expect(completion).toMatchObject({ values: ['core/graph.md'], total: 1, hasMore: false });
  });

  test('the prompt answer_from_docs contains the question and asks for sources', async () => {
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['answer_from_docs']);
    const { messages } = await client.getPrompt({
      name: 'answer_from_docs',
      arguments: { question: 'What is a graph?' },
    });
    expect(JSON.stringify(messages)).toMatch(/What is a graph\?.*search_docs.*fetch_doc.*url/s);
    await expect(client.getPrompt({ name: 'answer_from_docs', arguments: {} })).rejects.toThrow(/question/);
  });
});

describe('the routes beside /mcp', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, server.url), { headers, redirect: 'manual' });

  test('/health reports the state of index, freshness and search', async () => {
    const response = await get('/health?strict=true');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: 'healthy',
      qdrant: 'not_used',
      index: { sequence: 2, documents: 9 },
      freshness: { state: 'fresh' },
      search: { mode: 'lexical', reason: 'no_embedder' },
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      uptimeSeconds: expect.any(Number),
    });
  });

  test('/metrics has tool calls by tool, searches by mode and the freshness', async () => {
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/^eino_docs_mcp_tool_calls_total\{tool="search_docs",outcome="answered"\} \d+$/m);
    expect(text).toMatch(
      /^eino_docs_searches_total\{mode="lexical",reason="no_embedder",answered="true"\} \d+$/m,
    );
    expect(text).toMatch(/^eino_docs_freshness_age_seconds \d+$/m);
    expect(text).toMatch(/^eino_docs_index_sequence 2$/m);
  });

  test('/docs serves the bytes of a document, answers a known ETag with 304 and redirects a former path', async () => {
    const response = await get('/docs/core/graph.md');
    expect(await response.text()).toBe(FIXTURE_DOCUMENTS['core/graph.md']);
    expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    const again = await get('/docs/core/graph.md', { 'if-none-match': response.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    const moved = await get('/docs/core/old.md');
    expect([moved.status, moved.headers.get('location')]).toEqual([308, '/docs/core/lambda.md']);
    const missing = await get('/docs/core/graphs.md');
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({
      error: { suggestions: expect.arrayContaining(['/docs/core/graph.md']) },
    });
  });

  test('/docs shows a document as a page to a client that prefers HTML, and as Markdown to every other', async () => {
    const page = await get('/docs/core/graph.md', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'sha256-/);
    expect(page.headers.get('vary')).toBe('Origin, Accept');
    expect(await page.text()).toContain('<h1>Graph orchestration</h1>');
    const raw = await get('/docs/core/graph.md?raw', { accept: 'text/html' });
    expect(await raw.text()).toBe(FIXTURE_DOCUMENTS['core/graph.md']);
    const missing = await get('/docs/core/graphs.md', { accept: 'text/html' });
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain('<a href="../../docs/core/graph.md">');
  });

  test('/search answers with a part of the page, and requires a query', async () => {
    const found = await get('/search?q=graph&language=en&source=nowhere');
    expect(found.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await found.text()).toMatch(/^<p class="summary"/);
    const empty = await get('/search');
    expect([empty.status, await empty.json()]).toEqual([
      400,
      { error: { status: 400, message: 'q is missing: what to search for' } },
    ]);
  });

  test('/llms.txt links every document to its Markdown', async () => {
    const text = await (await get('/llms.txt')).text();
    const links = [...text.matchAll(/\]\((\S+)\)/g)].map(([, link]) => link ?? '');
    expect(links).toHaveLength(9);
    for (const link of links) expect((await fetch(link)).status).toBe(200);
  });

  test('/ is a page for people, with its own Content-Security-Policy', async () => {
    const response = await get('/');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(/script-src 'sha256-/);
    expect(await response.text()).toContain('Fresh');
  });
});
