import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { blobSha } from '../../src/worker/source/document-files.ts';
import type { RunReport } from '../../src/worker/sync/run-report.ts';
import { DOCS_BUNDLE } from '../support/docs-history.ts';
import { GitRepository } from '../support/git-repository.ts';
import { runSync, startServer } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

interface Docs {
  readonly clone: string;
  readonly root: string;
  /** The documents of the indexed commit, and git's hash of each. */
  readonly blobs: ReadonlyMap<string, string>;
  readonly question: string;
  readonly answer: string;
}

/** Clones the EINO docs if their bundle exists, otherwise creates a small repository. */
function cloneDocs(clone: string): Docs {
  if (existsSync(DOCS_BUNDLE)) {
    execFileSync('git', ['clone', '-q', DOCS_BUNDLE, clone]);
    const root = 'content/en/docs/eino';
    return {
      clone,
      root,
      blobs: documentsOf(clone, root),
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
  return {
    clone,
    root: 'docs',
    blobs: documentsOf(clone, 'docs'),
    question: 'human approval before a tool runs',
    answer: 'approval.md',
  };
}

function documentsOf(clone: string, root: string): Map<string, string> {
  const listed = execFileSync('git', ['-C', clone, 'ls-tree', '-r', '-z', `HEAD:${root}`]).toString();
  const files = listed.split('\0').map((line) => /^\d+ blob (\w+)\t(.*\.md)$/s.exec(line));
  return new Map(files.flatMap((file) => (file === null ? [] : [[file[2] ?? '', file[1] ?? '']])));
}

describe('worker, server and client together', () => {
  const resources = new AsyncDisposableStack();
  let docs: Docs;
  let first: RunReport;
  let second: RunReport;
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
    first = await runSync(settings);
    second = await runSync(settings);
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

  test('the worker indexes every document and skips none, then reports the index as unchanged', () => {
    expect(first).toMatchObject({ outcome: 'published', skipped: [] });
    expect(first.changes.added).toBe(docs.blobs.size);
    const [{ to } = { to: null }] = first.sources;
    expect(second).toMatchObject({ outcome: 'unchanged', sequence: 1, sources: [{ to }] });
  });

  test('search_docs returns the document that answers a question as first or second result', async () => {
    const { results } = await call('search_docs', { query: docs.question });
    const paths = (results as { path: string }[]).map(({ path }) => path);
    expect(paths.slice(0, 2)).toContain(docs.answer);
  });

  test('fetch_doc returns every document byte for byte as in the indexed commit', async () => {
    expect([...docs.blobs.keys()].some((path) => /\p{Script=Han}/u.test(path))).toBe(true);
    for (const [path, blob] of docs.blobs) {
      let content = '';
      let cursor: unknown;
      do {
        const page = await call('fetch_doc', { path, ...(cursor === undefined ? {} : { cursor }) });
        content += page['content'];
        cursor = page['next_cursor'];
      } while (cursor !== undefined);
      expect(blobSha(Buffer.from(content))).toBe(blob);
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
