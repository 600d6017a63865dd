import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { DOCS_BUNDLE } from '../support/docs-history.ts';
import { GitRepository } from '../support/git-repository.ts';
import { type HttpProgram, runSync, startServer } from '../support/programs.ts';

interface Docs {
  readonly clone: string;
  readonly root: string;
  readonly question: string;
  readonly answer: string;
}

/** The real docs where their history is beside the project, otherwise a small repository of our own. */
function cloneDocs(clone: string): Docs {
  if (existsSync(DOCS_BUNDLE)) {
    execFileSync('git', ['clone', '-q', DOCS_BUNDLE, clone]);
    return {
      clone,
      root: 'content/en/docs/eino',
      question: 'human in the loop approval before a tool runs',
      answer: 'core_modules/eino_adk/agent_hitl.md',
    };
  }
  const repository = GitRepository.create();
  for (let page = 0; page < 12; page++)
    repository.write(`docs/part/${page}.md`, `# Page ${page}\r\n\r\nText ${page}.`);
  repository
    .write(
      'docs/approval.md',
      '---\ntitle: Approval\n---\n\n## Ask first\n\nA human approves before a tool runs.\n',
    )
    .write('docs/backend_本地文件系统.md', '# 本地\n\nFiles on this machine.\n')
    .commit('docs: write them');
  execFileSync('git', ['clone', '-q', repository.folder, clone]);
  repository.dispose();
  return { clone, root: 'docs', question: 'human approval before a tool runs', answer: 'approval.md' };
}

describe('from docs to answers, with the real worker, server and client', () => {
  let folder: string;
  let docs: Docs;
  let server: HttpProgram;
  const client = new Client({ name: 'test', version: '1.0.0' });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docs-to-answers-'));
    docs = cloneDocs(join(folder, 'clone'));
    const settings = {
      DOCS_SOURCE: `git:${docs.clone}`,
      DOCS_PATH: docs.root,
      INDEX_PATH: join(folder, 'index.db'),
      LOG_LEVEL: 'warn',
      RATE_LIMIT_PER_MINUTE: '0',
    };
    await runSync(settings);
    server = await startServer(settings);
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));
  });

  afterAll(async () => {
    await client.close();
    await server?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  async function call(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { structuredContent, isError, content } = await client.callTool({ name, arguments: args });
    if (isError === true) throw new Error(JSON.stringify(content));
    return structuredContent as Record<string, unknown>;
  }

  test('a question finds the document that answers it first or second', async () => {
    const { results } = await call('search_docs', { query: docs.question });
    const paths = (results as { path: string }[]).map(({ path }) => path);
    expect(paths.slice(0, 2)).toContain(docs.answer);
  });

  test('every document comes back byte for byte as at that commit, its pages put together', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', docs.clone, ...args], { maxBuffer: 1 << 26 });
    const listed = git('ls-tree', '-r', '-z', '--name-only', `HEAD:${docs.root}`).toString().split('\0');
    const paths = listed.filter((path) => path.endsWith('.md'));
    expect(paths.some((path) => /\p{Script=Han}/u.test(path))).toBe(true);
    for (const path of paths) {
      let content = '';
      let cursor: unknown;
      do {
        const page = await call('fetch_doc', { path, ...(cursor === undefined ? {} : { cursor }) });
        content += page['content'];
        cursor = page['next_cursor'];
      } while (cursor !== undefined);
      expect(Buffer.from(content).equals(git('show', `HEAD:${docs.root}/${path}`))).toBe(true);
    }
  });

  test('the list has every document, and the status tells what is indexed', async () => {
    const status = await call('get_index_status', {});
    const paths: string[] = [];
    let cursor: unknown;
    do {
      const page = await call('list_docs', cursor === undefined ? {} : { cursor });
      paths.push(...(page['documents'] as { path: string }[]).map(({ path }) => path));
      cursor = page['next_cursor'];
    } while (cursor !== undefined);
    expect(new Set(paths).size).toBe(status['total_docs']);
    expect(status).toMatchObject({ commits_behind: 0, search: { mode: 'lexical', reason: 'no_embedder' } });
  });
});
