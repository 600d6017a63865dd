import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { type FixtureIndex, fixtureIndex } from '../support/fixture-index.ts';
import { callTool, type RunningApp, runApp, type ToolAnswer } from '../support/running-app.ts';

const BUDGET = 8_000;

/** A sequence that looks random and is the same on every run. */
function noise(alphabet: string, length: number): string {
  const characters = [...alphabet];
  let state = 7;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return characters[Math.floor((state / 2_147_483_648) * characters.length)];
  }).join('');
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const wrapped = (text: string) => text.replace(/.{90}/gu, '$&\n');

const LONG: Readonly<Record<string, string>> = {
  'prose.md': `# Prose\n\n${'A graph joins components by edges, and a run goes along them until nothing is left to do.\n\n'.repeat(500)}`,
  'table.md': `# Table\n\n| a | b |\n| --- | --- |\n${'| `WithOption("x")` | 1,024 |\n'.repeat(1_500)}`,
  'base64.md': `# Base64\n\n${wrapped(noise(`${LETTERS}${LETTERS.toUpperCase()}0123456789+/`, 30_000))}\n`,
  'words.md': `# Words\n\n${wrapped(noise(`${LETTERS}     `, 40_000))}\n`,
  'chinese.md': `# 图\n\n${wrapped(noise('图编排节点边组件运行状态工具模型智能体流式输出消息提示模板检索嵌入', 8_000))}\n`,
  'one-line.md': `# One line\n\n${'edge '.repeat(20_000)}\n`,
  'quotes.md': `# Quotes\n\n${'"\\n" and \\"more\\" '.repeat(3_000)}\n`,
  'headings.md': `# Headings\n\n${Array.from({ length: 600 }, (_, n) => `## Step ${n} of the interrupt and resume guide\n\nGraph.\n`).join('\n')}`,
};

const resources = new AsyncDisposableStack();
let index: FixtureIndex;
let app: RunningApp;

beforeAll(async () => {
  index = resources.use(await fixtureIndex());
  const small = Object.fromEntries(
    Array.from({ length: 300 }, (_, n) => [
      `section-${n % 10}/page-${n}.md`,
      `---\ntitle: Page ${n} of the guide\ndescription: ${'What this page says about graphs and edges. '.repeat(3)}\n---\n\nA graph.\n`,
    ]),
  );
  await index.publish({ documents: LONG });
  await index.publish({ documents: small });
  const reader = new SqliteReader(index.path);
  resources.defer(() => reader.close());
  app = resources.use(await runApp({ reader, env: { RATE_LIMIT_PER_MINUTE: '0' } }));
});

afterAll(() => resources.disposeAsync());

/** Either form of the answer is what a model may get to see. */
function expectWithin(budget: number, { isError, structured, text }: ToolAnswer): void {
  expect(isError).toBe(false);
  expect(countTokens(JSON.stringify(structured))).toBeLessThanOrEqual(budget);
  expect(countTokens(text)).toBeLessThanOrEqual(budget);
}

/** All pages of an answer, each within the budget. */
async function pages(tool: string, args: object, budget = BUDGET): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let cursor: unknown;
  do {
    const answer = await callTool(app.url, tool, { ...args, ...(cursor === undefined ? {} : { cursor }) });
    expectWithin(budget, answer);
    found.push(answer.structured);
    cursor = answer.structured['next_cursor'];
  } while (cursor !== undefined);
  return found;
}

describe('the token budget', () => {
  test.each(Object.keys(LONG))(
    '%s comes in pages within the token budget that are the document when joined',
    async (path) => {
      const found = await pages('fetch_doc', { path });
      expect(found.length).toBeGreaterThan(1);
      expect(found.map(({ content }) => content).join('')).toBe(LONG[path]);
    },
  );

  test('max_tokens makes the pages of a document smaller and larger', async () => {
    const small = await pages('fetch_doc', { path: 'prose.md', max_tokens: 2_000 }, 2_000);
    const large = await pages('fetch_doc', { path: 'prose.md', max_tokens: 100_000 }, 100_000);
    expect([small.length > 5, large.length]).toEqual([true, 1]);
  });

  test('twenty results come in pages within the token budget, in one order', async () => {
    const found = await pages('search_docs', { query: 'graph edges interrupt guide', max_results: 20 });
    const paths = found.flatMap(({ results }) => (results as { path: string }[]).map(({ path }) => path));
    expect(new Set(paths).size).toBe(20);
    expect(paths).toHaveLength(20);
  });

  test('a list of 308 documents comes in pages within the token budget, each document once', async () => {
    const found = await pages('list_docs', {});
    const paths = found.flatMap(({ documents }) => (documents as { path: string }[]).map(({ path }) => path));
    expect(found.length).toBeGreaterThan(1);
    expect(paths).toHaveLength(308);
    expect(new Set(paths).size).toBe(308);
  });

  test('an update of 300 documents comes complete in pages within the token budget', async () => {
    const found = await pages('list_changes', {});
    const changed = found.flatMap(({ changes }) =>
      (changes as { documents: unknown[] }[]).flatMap(({ documents }) => documents),
    );
    expect(changed).toHaveLength(300);
  });

  test('a cursor from before a publish begins a list anew, and is accepted for an unchanged document', async () => {
    const list = await callTool(app.url, 'list_docs');
    const document = await callTool(app.url, 'fetch_doc', { path: 'prose.md' });
    await index.publish({
      documents: { 'new.md': '# New\n\nA graph.\n', 'table.md': '# Table\n\nShorter.\n' },
    });
    // A search meets the new sequence, and from then on nothing older is said.
    await callTool(app.url, 'search_docs', { query: 'new graph' });
    const stale = await callTool(app.url, 'list_docs', { cursor: list.structured['next_cursor'] });
    expect(stale).toMatchObject({
      isError: false,
      structured: { documents: expect.arrayContaining([expect.anything()]) },
      text: expect.stringMatching(/^Note: .* updated since\. This is the first page\.\n/),
    });
    const rest = await callTool(app.url, 'fetch_doc', {
      path: 'prose.md',
      cursor: document.structured['next_cursor'],
    });
    expect(rest).toMatchObject({ isError: false, structured: { found: true } });
  });
});
