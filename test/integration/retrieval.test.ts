import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { searchDocs } from '../../src/server/search/search-docs.ts';
import type { FoundDocument } from '../../src/server/search/search-outcome.ts';
import { Vocabulary } from '../../src/server/search/vocabulary.ts';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { DOCS_BUNDLE } from '../support/docs-history.ts';
import { publishDocuments } from '../support/publish-documents.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const resources = new AsyncDisposableStack();
let folder: string;
beforeAll(async () => {
  folder = await createTemporaryFolder('retrieval');
  resources.defer(() => removeFolder(folder));
});
afterAll(() => resources.disposeAsync());

/** Search over a SQLite index of documents prepared as a sync prepares them, without vectors. */
async function searchOver(name: string, documents: Readonly<Record<string, string>>) {
  const path = join(folder, name);
  const writer = new SqliteWriter(path, { clock: Date.now });
  await publishDocuments(writer, { documents });
  await writer.close();
  const reader = new SqliteReader(path);
  resources.defer(() => reader.close());
  const status = await reader.status();
  const snapshot = { status, vocabulary: new Vocabulary(reader) };
  return async (query: string): Promise<readonly FoundDocument[]> =>
    (await searchDocs({ reader }, { query, maxResults: 5 }, snapshot)).documents;
}

const paths = (found: readonly FoundDocument[]) => found.map(({ path }) => path);
const filler = (about: string) =>
  `This sentence says a little more about ${about} than is needed. `.repeat(12);
const guide = (title: string, body: string) => `---\ntitle: ${title}\n---\n\n${body}\n`;

describe('a search over a few documents', () => {
  const documents = {
    'graph.md': guide(
      'Graphs',
      `## Create one\n\nCall \`compose.NewGraph\`. ${filler('graphs')}\n\n## Local state\n\nPass \`compose.WithGenLocalState\`.\n\n## Draw it\n\nPress the button of the plugin.`,
    ),
    'tool.md': guide('Tools', `## Declare one\n\nImplement \`tool.InvokableTool\`. ${filler('tools')}`),
    'using/retry.md': guide(
      'Retries',
      `## Retry a model\n\nWrap the model with a retry policy. ${filler('models')}`,
    ),
    'release_notes/v2.md': guide(
      'Retries',
      `## Retry a model\n\nWrap the model with a retry policy. ${filler('models')}`,
    ),
    ...Object.fromEntries(
      ['red', 'green', 'blue', 'grey'].map((name) => [
        `store/${name}.md`,
        guide(
          'A vector store',
          `## Keep vectors\n\nInstall the vector store, then open it. ${filler('stores')} ${name}`,
        ),
      ]),
    ),
    'store.md': guide(
      'Vectors',
      '## Which store\n\nOpen the vector store you know. A cloud keeps them for you and costs money; a file costs none, and goes where your program goes. Latency, filters and backups differ: try two before you choose.',
    ),
    'about.md': guide('Draining a queue', `${filler('work')} Nothing is left at the end.`),
    'aside.md': guide('Workers', `${filler('work')} Draining a queue is for later. Draining takes a while.`),
    // BM25 gives no weight to a word that half of all documents contain.
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [
        `other/${n}.md`,
        guide(`Page ${n}`, `Something else, number ${n}.`),
      ]),
    ),
  };
  let searched: Awaited<ReturnType<typeof searchOver>>;
  beforeAll(async () => {
    searched = await searchOver('small.db', documents);
  });

  test.each([
    'WithGenLocalState',
    'compose.WithGenLocalState',
    'withgenlocalstate',
    'gen local state',
    'WithGenLocalStaet',
  ])('a search finds a name written %s, and leads to the small section it is in', async (query) => {
    const [best] = await searched(query);
    expect([best?.path, best?.sections[0]?.heading]).toEqual(['graph.md', 'Local state']);
    expect(best?.sections[0]?.url).toMatch(/#local-state$/);
  });

  test('a search leads to each small section of a chunk by the words of that section', async () => {
    const [best] = await searched('press the button');
    expect(best?.sections[0]).toMatchObject({
      heading: 'Draw it',
      snippet: 'Press the button of the plugin.',
    });
  });

  test('a search returns a document about a subject before one that mentions it', async () => {
    expect(paths(await searched('draining a queue')).slice(0, 2)).toEqual(['about.md', 'aside.md']);
  });

  test('a search returns a guide before release notes that say the same, unless the query is about releases', async () => {
    expect(paths(await searched('retry a model')).slice(0, 2)).toEqual([
      'using/retry.md',
      'release_notes/v2.md',
    ]);
    expect(paths(await searched('in which release is there a retry policy for a model'))[0]).toBe(
      'release_notes/v2.md',
    );
  });

  test('a search does not fill the results with documents that say the same', async () => {
    const found = paths(await searched('install the vector store and open it'));
    expect(found.slice(0, 3)).toContain('store.md');
    expect(found.filter((path) => path.startsWith('store/')).length).toBeGreaterThan(2);
  });
});

describe('a search over Chinese documents', () => {
  const about = (subject: string) => `这一段只是再多说几句关于${subject}的话，没有别的内容。`.repeat(12);
  let searched: Awaited<ReturnType<typeof searchOver>>;
  beforeAll(async () => {
    searched = await searchOver('chinese.db', {
      'approval.md': guide(
        '人在回路',
        `## 审批\n\n${about('中断')}\n\n工具运行前需要人工批准。\n\n${about('恢复')}`,
      ),
      'model.md': guide('模型', `## 输出\n\n调用ChatModel的Generate方法得到完整结果。${about('模型')}`),
      'graph.md': guide('图编排', `## 状态\n\n节点之间共享状态。${about('编排')}`),
    });
  });

  test.each([
    ['运行工具之前怎么让人批准？', 'approval.md'],
    ['Generate方法怎么用', 'model.md'],
    ['如何在节点之间共享状态', 'graph.md'],
  ])('the query %s leads to its document', async (query, path) => {
    expect(paths(await searched(query))[0]).toBe(path);
  });

  test('an excerpt of a long Chinese passage shows the words of the query', async () => {
    const [best] = await searched('人工批准');
    expect(best?.sections[0]?.snippet).toContain('工具运行前需要人工批准。');
  });
});

const withBundle = existsSync(DOCS_BUNDLE) ? describe : describe.skip;

withBundle('a search over the EINO docs', () => {
  let searched: Awaited<ReturnType<typeof searchOver>>;
  beforeAll(async () => {
    searched = await searchOver('eino.db', await einoDocs());
  });

  test.each([
    ['compose.NewGraph', 'chain_graph_introduction.md', 'Graph with state'],
    ['WithGenLocalState', 'chain_graph_introduction.md', 'Graph with state'],
    ['WithGenLocalStaet', 'chain_graph_introduction.md', 'Graph with state'],
    ['checkpoint store interrupt resume', 'checkpoint_interrupt.md', 'Using CheckPoint'],
    ['how do I add a callback handler', 'adk_agent_callback.md', 'WithCallbacks'],
    ['skill middleware', 'Middleware_Skill.md', 'Initialization'],
    ['What changed in v0.8?', '_index.md', 'Breaking Changes'],
  ])('a search for "%s" returns %s, %s first', async (query, file, heading) => {
    const [best] = await searched(query);
    expect(best?.path.split('/').at(-1)).toBe(file);
    expect(best?.sections.map((section) => section.heading)).toContain(heading);
  });
});

async function einoDocs(): Promise<Record<string, string>> {
  const clone = join(folder, 'clone');
  execFileSync('git', ['clone', '-q', DOCS_BUNDLE, clone]);
  const root = join(clone, 'content/en/docs/eino');
  const files = (await readdir(root, { recursive: true })).filter((path) => path.endsWith('.md'));
  return Object.fromEntries(
    await Promise.all(files.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const)),
  );
}
