import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { DOCS_BUNDLE } from '../support/docs-history.ts';
import { GitRepository } from '../support/git-repository.ts';
import { runSync, startServer } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

interface Docs {
  readonly clone: string;
  readonly root: string;
  readonly question: string;
  readonly answer: string;
}

/** Clones the EINO docs if their bundle exists, otherwise creates a small repository. */
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
  const repository = GitRepository.create(clone);
  for (let page = 0; page < 12; page++)
    repository.write(`docs/part/${page}.md`, `# Page ${page}\r\n\r\nText ${page}.`);
  repository
    .write(
      'docs/approval.md',
      '---\ntitle: Approval\n---\n\n## Ask first\n\nA human approves before a tool runs.\n',
    )
    .write('docs/backend_本地文件系统.md', '# 本地\n\nFiles on this machine.\n')
    .commit('docs: write them');
  return { clone, root: 'docs', question: 'human approval before a tool runs', answer: 'approval.md' };
}

describe('worker, server and client together', () => {
  const resources = new AsyncDisposableStack();
  let docs: Docs;
  const client = new Client({ name: 'test', version: '1.0.0' });

  beforeAll(async () => {
    const folder = await createTemporaryFolder('docs-to-answers');
    resources.defer(() => removeFolder(folder));
    docs = cloneDocs(join(folder, 'clone'));
    const settings = {
      DOCS_SOURCE: `git:${docs.clone}`,
      DOCS_PATH: docs.root,
      INDEX_PATH: join(folder, 'index.db'),
      RATE_LIMIT_PER_MINUTE: '0',
      STRUCTURED_CONTENT: 'true',
    };
    await runSync(settings);
    const server = resources.use(await startServer(settings));
    resources.defer(() => client.close());
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));
  });

  afterAll(() => resources.disposeAsync());

  async function call(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { structuredContent, isError, content } = await client.callTool({ name, arguments: args });
    if (isError === true) throw new Error(JSON.stringify(content));
    return structuredContent as Record<string, unknown>;
  }

  test('search_docs returns the document that answers a question as first or second result', async () => {
    const { results } = await call('search_docs', { query: docs.question });
    const paths = (results as { path: string }[]).map(({ path }) => path);
    expect(paths.slice(0, 2)).toContain(docs.answer);
  });

  test('fetch_doc returns every document byte for byte as in the indexed commit', async () => {
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

  test('list_docs lists as many documents as get_index_status counts', async () => {
    const status = await call('get_index_status', {});
    const paths: string[] = [];
    let cursor: unknown;
    do {
      const page = await call('list_docs', cursor === undefined ? {} : { cursor });
      paths.push(...(page['documents'] as { path: string }[]).map(({ path }) => path));
      cursor = page['next_cursor'];
    } while (cursor !== undefined);
    expect(new Set(paths).size).toBe(status['total_docs']);
    expect(status).toMatchObject({ commits_behind: 0, search: { mode: 'hybrid', reason: 'words' } });
  });
});
