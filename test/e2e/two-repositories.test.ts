import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { TOKEN } from '../support/loopback-github-source.ts';
import { startServer, startWorker } from '../support/programs.ts';
import { callTool } from '../support/running-app.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const SITE = 'https://docs.example.com';
const LIST = `
- from: github:acme/site
  roots:
    - { path: content/en, at: '', site: '${SITE}/en', pages: hugo }
    - { path: content/zh, at: zh, site: '${SITE}/zh', pages: hugo, language: zh }
- from: github:acme/ext
  roots:
    - { path: ., at: ext, site: 'https://github.com/acme/ext/blob/main', pages: github }
`;
const SITE_ID = 'github:acme/site@main';
const EXT_ID = 'github:acme/ext@main';

describe('worker and server: two repositories on GitHub', () => {
  const resources = new AsyncDisposableStack();
  let site: GitRepository;
  let ext: GitRepository;
  let github: LoopbackGitHub;
  let settings: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const folder = await createTemporaryFolder('two-repositories');
    resources.defer(() => removeFolder(folder));
    site = resources.use(GitRepository.create());
    for (let page = 0; page < 40; page++)
      site.write(`content/en/page-${page}.md`, `# Page ${page}\n\nText.\n`);
    site.write('content/en/graph.md', '# Graph\n\nCompile a graph of nodes.\n');
    site.write('content/zh/graph.md', '# 图\n\n编译图。\n').commit('docs: write the site');
    ext = resources.use(GitRepository.create());
    ext.write('model/openai/README.md', '# OpenAI\n\nConfigure the OpenAI model with its key.\n');
    ext.commit('docs: describe the model');
    const repositories = { 'acme/site': site.folder, 'acme/ext': ext.folder };
    github = resources.use(await LoopbackGitHub.start({ repositories, token: TOKEN }));
    await writeFile(join(folder, 'sources.yaml'), LIST);
    settings = {
      SOURCES: join(folder, 'sources.yaml'),
      GITHUB_API_URL: github.url,
      GITHUB_MAX_WAIT_SECONDS: '0',
      INDEX_PATH: join(folder, 'index.db'),
    };
  });

  afterAll(() => resources.disposeAsync());

  /** Runs a sync. @returns also the number of requests to the API for each repository */
  async function sync(more: Readonly<Record<string, string>> = {}) {
    const from = github.requests.length;
    const { exitCode, stdout, stderr } = await startWorker(['sync', '--json'], { ...settings, ...more });
    const urls = github.requests.slice(from).map(({ url }) => url);
    const requests = ['acme/site', 'acme/ext'].map(
      (name) => urls.filter((url) => url.startsWith(`/repos/${name}/`)).length,
    );
    expect(urls).toHaveLength(requests.reduce((sum, count) => sum + count));
    return { exitCode, report: JSON.parse(stdout), stderr, requests };
  }

  test('an anonymous first sync makes at most 5 requests for each repository, an unchanged one makes 1', async () => {
    const first = await sync();
    expect(first.exitCode).toBe(0);
    expect(first.report).toMatchObject({ outcome: 'published', changes: { added: 43 } });
    for (const count of first.requests) expect(count).toBeLessThanOrEqual(5);
    expect(github.downloads.map(({ url }) => url.split('/').slice(1, 3).join('/'))).toEqual(['acme/site']);

    const second = await sync();
    expect(second).toMatchObject({ exitCode: 0, report: { outcome: 'unchanged' }, requests: [1, 1] });
  });

  test('a source that fails keeps what it has, the other is published, and the worker names it in one line', async () => {
    site.write('content/en/graph.md', '# Graph\n\nCompile a graph of nodes, then invoke it.\n');
    site.commit('docs: say how to run a graph');
    ext.write('model/openai/README.md', '# OpenAI\n\nOther text.\n').commit('docs: edit');
    github.faults.inject({ on: /acme\/ext/, action: { status: 500 } });
    const { exitCode, report, stderr } = await sync({ GITHUB_TOKEN: TOKEN, LOG_LEVEL: 'error' });
    expect(exitCode).toBe(1);
    expect(report).toMatchObject({
      outcome: 'published',
      changes: { added: 0, modified: 1, removed: 0 },
      sources: [
        { source: SITE_ID, to: { subject: 'docs: say how to run a graph' } },
        { source: EXT_ID, to: null, error: { code: 'GITHUB_UNREACHABLE' } },
      ],
    });
    expect(report.error).toBeUndefined();
    expect(stderr).toMatch(
      /^eino-docs-worker: GITHUB_UNREACHABLE: github:acme\/ext@main was not synced: [^\n]*$/,
    );
  });

  describe('the server', () => {
    let url: string;
    beforeAll(async () => {
      ({ url } = resources.use(
        await startServer({ INDEX_PATH: settings['INDEX_PATH'] ?? '', STRUCTURED_CONTENT: 'true' }),
      ));
    });

    test('/health names the source that cannot be read', async () => {
      const health = await (await fetch(`${url}/health`)).json();
      expect(health).toMatchObject({
        status: 'healthy',
        sources: [
          { source: 'acme/site', state: 'fresh', commit: { sha: site.head() } },
          { source: 'acme/ext', errorCode: 'GITHUB_UNREACHABLE' },
        ],
      });
    });

    test.each([
      ['invoke a graph', 'graph.md', 'acme/site'],
      ['编译图', 'zh/graph.md', 'acme/site'],
      ['configure OpenAI', 'ext/model/openai/README.md', 'acme/ext'],
    ])('search_docs answers %j from %s', async (query, path, source) => {
      const { structured } = await callTool(url, 'search_docs', { query });
      expect((structured['results'] as unknown[])[0]).toMatchObject({ path, source });
    });

    test.each([
      [`${SITE}/en/graph/`, 'graph.md'],
      [`${SITE}/zh/graph/`, 'zh/graph.md'],
      ['https://github.com/acme/site/blob/main/content/zh/graph.md', 'zh/graph.md'],
      ['https://github.com/acme/ext/blob/main/model/openai/README.md', 'ext/model/openai/README.md'],
      ['https://github.com/acme/ext/tree/v1.0.0/model/openai', 'ext/model/openai/README.md'],
    ])('fetch_doc takes %s', async (address, path) => {
      const { structured } = await callTool(url, 'fetch_doc', { path: address });
      expect(structured).toMatchObject({ path });
    });
  });
});
