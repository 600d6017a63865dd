import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunReport } from '../../src/worker/sync/run-report.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { type GitHubSourceOptions, gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import { plainRoot } from '../support/source-builder.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const DOCUMENTS = 98;
let repository: GitRepository;
let first: string;
let indexed: SqliteSyncFixture;
let github: LoopbackGitHub;
let fixture: SqliteSyncFixture;

beforeAll(async () => {
  repository = GitRepository.create();
  for (let i = 0; i < DOCUMENTS; i++) repository.write(`docs/part-${i % 7}/page-${i}.md`, page(i));
  first = repository.write('README.md', '# Read me\n').commit('Write 98 pages');
  const server = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  indexed = await SqliteSyncFixture.create();
  // The second run reads the history.
  for (let i = 0; i < 2; i++) {
    await indexed.sync(gitHubSource(server, { docsPath: 'docs' }), { embedder: new WordEmbedder() });
  }
  await Promise.all([indexed.reader.close(), indexed.writer.close(), server.close()]);
});

beforeEach(async () => {
  repository.reset(first);
  github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  fixture = await SqliteSyncFixture.create(indexed.indexPath);
});

afterEach(async () => {
  await Promise.all([github.close(), fixture.dispose()]);
});

afterAll(async () => {
  repository.dispose();
  await indexed.dispose();
});

describe('cost of a sync from GitHub', () => {
  test('a sync of an unmoved branch makes one request, which does not count against the rate limit, and embeds nothing', async () => {
    const { report, embedded } = await sync();
    expect(report).toMatchObject({ outcome: 'unchanged', requests: { github: 1 } });
    expect(github.requests.map(({ status }) => status)).toEqual([304]);
    expect(github.remaining.token).toBe(5_000);
    expect(embedded).toBe(0);
  });

  test('a sync of a head that moved without touching a document makes at most three requests and embeds nothing', async () => {
    for (let i = 0; i < 3; i++)
      repository.write('README.md', `# Read me ${i}\n`).commit('Touch something else');
    const { report, embedded } = await sync();
    expect(report).toMatchObject({
      outcome: 'unchanged',
      sources: [{ to: { sha: repository.head() } }],
    });
    expect(report.requests.github).toBeLessThanOrEqual(3);
    expect(embedded).toBe(0);
    expect((await sync()).report.requests.github).toBe(1);
  });

  test.each([
    [1, 1],
    [5, 3],
    [30, 4],
  ])(
    'a sync of %d documents changed by %d commits makes at most a request per document and three more',
    async (count, commits) => {
      for (let i = 0; i < count; i++) {
        repository.write(`docs/part-${i % 7}/page-${i}.md`, page(i, 'One more sentence.'));
        if (i < commits) repository.commit(`Edit page ${i}`);
      }
      repository.commit('Edit the rest');
      const { report, embedded } = await sync();
      expect(report).toMatchObject({ outcome: 'published', changes: { modified: count } });
      expect(report.requests.github).toBeLessThanOrEqual(3 + count);
      expect(embedded).toBe(count);
    },
  );

  test('the first sync of 98 documents without a token makes at most five requests and embeds every chunk', async () => {
    const fresh = await SqliteSyncFixture.create();
    const { report, embedded } = await sync(fresh, { token: null }).finally(() => fresh.dispose());
    expect(report).toMatchObject({ outcome: 'published', changes: { added: DOCUMENTS } });
    expect(report.requests.github).toBeLessThanOrEqual(5);
    expect(github.remaining.anonymous).toBeGreaterThanOrEqual(55);
    expect(embedded).toBe(report.chunks.total);
  });

  test('a sync of 20 renamed documents makes at most four requests and embeds nothing', async () => {
    for (let i = 0; i < 20; i++)
      repository.move(`docs/part-${i % 7}/page-${i}.md`, `docs/moved/page-${i}.md`);
    repository.commit('Move 20 pages');
    const { report, embedded } = await sync();
    expect(report).toMatchObject({ outcome: 'published', changes: { renamed: 20, added: 0, removed: 0 } });
    expect(report.requests.github).toBeLessThanOrEqual(4);
    expect(embedded).toBe(0);
  });
});

describe('cost of a repository that two roots share', () => {
  const roots = [plainRoot('docs/part-0', 'zero'), plainRoot('docs', 'all')];
  const requested = (part: RegExp) => github.requests.filter(({ url }) => part.test(url)).length;

  test('the first sync without a token asks for the head once, lists the tree once and downloads one archive', async () => {
    const fresh = await SqliteSyncFixture.create();
    try {
      const { report } = await sync(fresh, { token: null, roots });
      expect(report).toMatchObject({ outcome: 'published', changes: { added: DOCUMENTS + 14 } });
      expect(report.requests.github).toBeLessThanOrEqual(5);
      expect([requested(/\/commits/), requested(/\/git\/trees/), requested(/\/tarball/)]).toEqual([1, 1, 1]);
      expect(requested(/\/git\/blobs/)).toBe(0);
      const second = await sync(fresh, { token: null, roots });
      expect(second.report).toMatchObject({ outcome: 'unchanged', requests: { github: 1 } });
    } finally {
      await fresh.dispose();
    }
  });

  test('an edit of a document that both roots have is compared once and embedded once', async () => {
    const fresh = await SqliteSyncFixture.create();
    try {
      // The second run reads the history.
      await sync(fresh, { roots });
      await sync(fresh, { roots });
      github.requests.length = 0;
      repository.write('docs/part-0/page-0.md', page(0, 'Edited.')).commit('Edit a page');
      const { report, embedded } = await sync(fresh, { roots });
      expect(report).toMatchObject({ outcome: 'published', changes: { modified: 2 } });
      expect([requested(/\/compare/), requested(/\/git\/blobs/)]).toEqual([1, 1]);
      expect(report.requests.github).toBe(3);
      expect(embedded).toBe(1);
    } finally {
      await fresh.dispose();
    }
  });

  test('a source whose branch did not move costs one conditional request while another source is synced', async () => {
    using other = GitRepository.create();
    other.write('README.md', '# Read me\n').commit('Write the readme');
    await using server = await LoopbackGitHub.start({ repository: other.folder, token: TOKEN });
    const list = () => [
      gitHubSource(github, { docsPath: 'docs' }),
      gitHubSource(server, { owner: 'owner', ref: 'HEAD', roots: [plainRoot('', 'code')] }),
    ];
    await fixture.sync(list(), { embedder: new WordEmbedder() });
    github.requests.length = 0;
    other.write('README.md', '# Read me twice\n').commit('Edit the readme');
    const report = await fixture.sync(list(), { embedder: new WordEmbedder() });
    expect(report).toMatchObject({ outcome: 'published', changes: { modified: 1 } });
    expect(github.requests.map(({ status }) => status)).toEqual([304]);
    expect(github.remaining.token).toBeGreaterThanOrEqual(4_999);
  });
});

describe('sync with a wrong listing', () => {
  test.each<[string, RegExp, (json: never) => unknown, RegExp]>([
    ['an empty tree', /trees/, () => ({ truncated: false, tree: [] }), /GITHUB_NOT_FOUND|DOCS_EMPTY/],
    [
      'a tree without the docs root',
      /trees/,
      (json: Tree) => ({ ...json, tree: json.tree.filter(({ path }) => !path.startsWith('docs')) }),
      /GITHUB_NOT_FOUND/,
    ],
    [
      'a tree cut in half',
      /trees/,
      (json: Tree) => ({ ...json, tree: json.tree.slice(0, json.tree.length / 2 - 2) }),
      /MASS_DELETE_REFUSED/,
    ],
    [
      'a comparison that removes everything',
      /compare/,
      (json: { files: object[] }) => ({
        ...json,
        files: [...repository.blobs(first, 'docs')].map(([path, sha]) => ({
          filename: `docs/${path}`,
          status: 'removed',
          sha,
        })),
      }),
      /DOCS_EMPTY|MASS_DELETE_REFUSED/,
    ],
  ])('a sync fails and keeps the published index if GitHub returns %s', async (_, on, rewrite, code) => {
    repository.write('docs/part-0/page-0.md', page(0, 'Edited.')).commit('Edit a page');
    if (on.source === 'trees') github.faults.inject({ on: /compare/, action: { status: 404 } });
    github.faults.inject({ on, action: { rewrite: rewrite as (json: unknown) => unknown } });
    const before = await fixture.export();
    const { report } = await sync();
    expect(report.outcome).toBe('failed');
    expect(report.error?.code).toMatch(code);
    expect(await fixture.export()).toBe(before);

    github.faults.clear();
    expect((await sync()).report).toMatchObject({ outcome: 'published', changes: { modified: 1 } });
  });

  test.each<[string, (files: File[]) => File[]]>([
    [
      'modifies a document that the index does not contain',
      (files) => [...files, { filename: 'docs/unknown.md', status: 'modified', sha: 'a'.repeat(40) }],
    ],
    [
      'renames a document that the index does not contain',
      (files) => [
        ...files,
        {
          filename: 'docs/new.md',
          previous_filename: 'docs/unknown.md',
          status: 'renamed',
          sha: 'a'.repeat(40),
        },
      ],
    ],
    [
      'adds a document that the index already contains',
      (files) => files.map((file) => ({ ...file, status: 'added' })),
    ],
    ['lists a document twice', (files) => [...files, ...files]],
  ])('a sync reads the tree instead of a comparison that %s', async (_, change) => {
    repository.write('docs/part-0/page-0.md', page(0, 'Edited.')).commit('Edit a page');
    const rewrite = (json: unknown) => {
      const comparison = json as { files: File[] };
      return { ...comparison, files: change(comparison.files) };
    };
    github.faults.inject({ on: /compare/, action: { rewrite } });
    const { report } = await sync();
    expect(report).toMatchObject({
      outcome: 'published',
      changes: { added: 0, modified: 1, renamed: 0, removed: 0 },
    });
    expect(github.requests.some(({ url }) => url.includes('/git/trees/'))).toBe(true);
  });
});

interface Tree {
  readonly tree: readonly { readonly path: string }[];
}

interface File {
  readonly filename: string;
  readonly previous_filename?: string;
  readonly status: string;
  readonly sha: string;
}

async function sync(
  into: SqliteSyncFixture = fixture,
  options: GitHubSourceOptions = {},
): Promise<{ report: RunReport; embedded: number }> {
  const embedder = new WordEmbedder();
  const source = gitHubSource(github, { docsPath: 'docs', ...options });
  const report = await into.sync(source, { embedder });
  return { report, embedded: embedder.texts.length };
}

function page(i: number, extra = ''): string {
  const filler = `Words about number ${i} that make a section of its own. `.repeat(30);
  return `---\ntitle: Page ${i}\n---\n\n## First\n\n${filler}\n\n## Second\n\nPage ${i}, second part. ${extra} ${filler}\n`;
}
