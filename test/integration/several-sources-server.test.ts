import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SourceStatus } from '../../src/shared/domain/source.ts';
import type { Answer, IndexReader } from '../../src/shared/index/index-reader.ts';
import { inOrderOfRoots } from '../../src/shared/index/list-order.ts';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import type { Draft } from '../support/document-builder.ts';
import { callTool, type RunningApp, runApp } from '../support/running-app.ts';
import { TWO_SOURCES } from '../support/source-builder.ts';
import { sync } from '../support/sync-steps.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const SITE = 'https://docs.example.com';
const OPENAI = 'https://github.com/acme/ext/blob/main/model/openai';
const DOCUMENTS: readonly Draft[] = [
  {
    path: 'graph.md',
    title: 'Graph',
    url: `${SITE}/docs/eino/graph/`,
    passages: ['Compile a graph of nodes, then run it.'],
  },
  {
    path: 'zh/graph.md',
    title: '图',
    url: `${SITE}/zh/docs/eino/graph/`,
    passages: ['编译图,然后运行图。 graph'],
    language: 'zh',
  },
  { path: 'zh/faq.md', title: '常见问题', passages: ['工具调用失败怎么办'], language: 'zh' },
  {
    path: 'ext/model/openai/README.md',
    title: 'OpenAI model',
    url: `${OPENAI}/README.md`,
    passages: ['Configure the OpenAI model with its API key.'],
  },
  {
    path: 'ext/model/openai/README_zh.md',
    title: 'OpenAI 模型',
    url: `${OPENAI}/README_zh.md`,
    passages: ['配置 OpenAI 模型的密钥'],
    language: 'zh',
  },
];

/** A reader of an index whose status has these sources. */
function withSources(reader: IndexReader, sources: readonly SourceStatus[]): IndexReader {
  const answer = async <T>(reading: Promise<Answer<T>>): Promise<Answer<T>> => {
    const read = await reading;
    return { ...read, status: { ...read.status, sources } };
  };
  return {
    status: async () => ({ ...(await reader.status()), sources }),
    search: (query) => answer(reader.search(query)),
    document: (path) => answer(reader.document(path)),
    list: async () => {
      const { documents, status } = await answer(reader.list());
      return { documents: inOrderOfRoots(documents, sources), status };
    },
    entries: (paths) => answer(reader.entries(paths)),
    changesSince: (since) => answer(reader.changesSince(since)),
    termCounts: (terms) => answer(reader.termCounts(terms)),
    namesUnder: (keys, limit) => answer(reader.namesUnder(keys, limit)),
    outdatedNames: () => answer(reader.outdatedNames()),
    scan: () => reader.scan(),
    close: () => reader.close(),
  };
}

describe('a server over an index of two sources in two languages', () => {
  let folder: string;
  let reader: IndexReader;
  let app: RunningApp;

  beforeAll(async () => {
    folder = await createTemporaryFolder('several-sources');
    const path = join(folder, 'index.db');
    const writer = new SqliteWriter(path, { clock: Date.now });
    await sync(writer, 1, { documents: DOCUMENTS });
    await writer.close();
    reader = withSources(new SqliteReader(path), TWO_SOURCES);
    app = await runApp({ reader });
  });

  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await reader.close();
    await removeFolder(folder);
  });

  const search = async (query: string, more: object = {}) => {
    const { structured, text } = await callTool(app.url, 'search_docs', { query, ...more });
    const { results, message } = structured as { results: { path: string }[]; message?: string };
    return { results, message, text, paths: results.map(({ path }) => path) };
  };

  test('search_docs answers a query from documents in its language, and names source and translations', async () => {
    const { results, text, message } = await search('compile a graph');
    expect(message).toBeUndefined();
    expect(results).toMatchObject([
      {
        path: 'graph.md',
        source: 'acme/site',
        language: 'en',
        translations: [{ path: 'zh/graph.md', language: 'zh' }],
      },
    ]);
    expect(text).toContain('1. "Graph" (acme/site, en, score ');
    expect(text).toContain('\nAlso in Chinese: zh/graph.md\n');
    expect((await search('编译图')).paths).toEqual(['zh/graph.md']);
  });

  test('search_docs shows documents in another language where only those answer, and says so', async () => {
    const { paths, message } = await search('configure OpenAI API key 的密钥', { language: 'en' });
    expect(paths[0]).toBe('ext/model/openai/README.md');
    expect(message).toBeUndefined();
    expect(await search('工具调用失败', { language: 'en' })).toMatchObject({
      paths: [],
      message: expect.stringMatching(
        /^Nothing in English matches .*Only documents in Chinese answer this query; search without language/,
      ),
    });
    expect((await search('API key', { language: 'zh-CN' })).message).toMatch(/documents in English/);
  });

  test('search_docs takes the address of a folder on GitHub as the path prefix', async () => {
    const path_prefix = 'https://github.com/acme/ext/tree/v0.2.0/model';
    expect((await search('model', { path_prefix })).paths).toEqual(['ext/model/openai/README.md']);
  });

  test.each([
    [`${SITE}/zh/docs/eino/graph/`, 'zh/graph.md'],
    ['/docs/eino/graph', 'graph.md'],
    ['https://github.com/acme/ext/tree/main/model/openai', 'ext/model/openai/README.md'],
    ['https://raw.githubusercontent.com/acme/site/main/content/zh/docs/eino/graph.md', 'zh/graph.md'],
    ['content/en/docs/eino/graph.md', 'graph.md'],
    ['model/openai', 'ext/model/openai/README.md'],
    ['ext/model/openai', 'ext/model/openai/README.md'],
    ['eino-docs://docs/zh/faq.md', 'zh/faq.md'],
  ])('fetch_doc finds the document that %s stands for', async (path, found) => {
    expect((await callTool(app.url, 'fetch_doc', { path })).structured).toMatchObject({
      found: true,
      path: found,
    });
  });

  test('fetch_doc names the source, the language and the translations of a document', async () => {
    const { structured, text } = await callTool(app.url, 'fetch_doc', { path: 'ext/model/openai/README_zh' });
    expect(structured).toMatchObject({
      source: 'acme/ext',
      language: 'zh',
      translations: [{ path: 'ext/model/openai/README.md', language: 'en' }],
    });
    expect(text).toContain(
      `"OpenAI 模型" (ext/model/openai/README_zh.md, acme/ext, zh)\n${OPENAI}/README_zh.md\nAlso in English: ext/model/openai/README.md\n`,
    );
    expect((await callTool(app.url, 'fetch_doc', { path: 'zh/faq.md' })).structured).not.toHaveProperty(
      'translations',
    );
    expect(
      (
        await callTool(app.url, 'fetch_doc', {
          path: 'https://github.com/other/ext/blob/main/model/openai/README.md',
        })
      ).structured,
    ).toMatchObject({ found: false });
  });

  test("list_docs lists the documents root by root, and their language only where it is not their root's", async () => {
    const { structured, text } = await callTool(app.url, 'list_docs');
    const { documents } = structured as { documents: { path: string; language?: string }[] };
    expect(documents.map(({ path, language }) => [path, language])).toEqual([
      ['graph.md', undefined],
      ['zh/graph.md', undefined],
      ['zh/faq.md', undefined],
      ['ext/model/openai/README.md', undefined],
      ['ext/model/openai/README_zh.md', 'zh'],
    ]);
    expect(text).toMatch(/README_zh\.md: "OpenAI 模型" \(\d+ tokens, zh\)/);
  });

  test('a document over HTTP names its language and its source in headers', async () => {
    const { headers } = await fetch(new URL('/docs/zh/faq.md', app.url));
    expect(headers.get('content-language')).toBe('zh');
    expect(headers.get('x-docs-source')).toBe('acme/site');
  });
});
