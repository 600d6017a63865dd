import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { FIXTURE_DOCUMENTS, type FixtureIndex, fixtureIndex } from '../support/fixture-index.ts';
import { cleanEnv, type HttpProgram, SERVER_MAIN, startServer } from '../support/programs.ts';

const PROJECT = join(import.meta.dirname, '../..');
const INSPECTOR = join(PROJECT, 'node_modules/.bin/mcp-inspector');

const resources = new AsyncDisposableStack();
let index: FixtureIndex;
let server: HttpProgram;

beforeAll(async () => {
  index = resources.use(await fixtureIndex());
  await index.publish({ documents: FIXTURE_DOCUMENTS });
  server = resources.use(await startServer({ INDEX_PATH: index.path, STRUCTURED_CONTENT: 'true' }));
});

afterAll(() => resources.disposeAsync());

describe("the inspector's command line", () => {
  const CALLS: readonly (readonly [string, readonly string[], object])[] = [
    ['search_docs', ['query=approval before a tool runs'], { mode: 'lexical' }],
    ['fetch_doc', ['path=core/graph.md'], { found: true, content: FIXTURE_DOCUMENTS['core/graph.md'] }],
    ['list_docs', ['path_prefix=core/'], { count: 4 }],
    ['get_index_status', [], { total_docs: 7 }],
    ['list_changes', [], { count: 1 }],
  ];

  async function inspect(
    target: readonly string[],
    method: readonly string[],
  ): Promise<Record<string, unknown>> {
    const { stdout } = await execa(process.execPath, [INSPECTOR, '--cli', ...target, '--method', ...method], {
      // It writes a folder into HOME, or into the checkout if HOME is not set.
      env: cleanEnv({ HOME: dirname(index.path) }),
      extendEnv: false,
    });
    return JSON.parse(stdout);
  }

  const calling = (name: string, args: readonly string[]) => [
    'tools/call',
    '--tool-name',
    name,
    ...args.flatMap((arg) => ['--tool-arg', arg]),
  ];

  /** Lists the tools and calls each one, three processes at a time. */
  async function expectEveryTool(target: readonly string[]): Promise<void> {
    const waiting = [...CALLS];
    const answers = new Map<string, unknown>();
    const callAll = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [name, args] = next;
        answers.set(name, (await inspect(target, calling(name, args)))['structuredContent']);
      }
    };
    const [list] = await Promise.all([inspect(target, ['tools/list']), callAll(), callAll()]);
    expect(list['tools']).toEqual(CALLS.map(([name]) => expect.objectContaining({ name })));
    for (const [name, , expected] of CALLS) {
      expect([name, answers.get(name)]).toMatchObject([name, { ...expected, freshness: { state: 'fresh' } }]);
    }
  }

  test('the inspector gets an answer from every tool over HTTP', () =>
    expectEveryTool([`${server.url}/mcp`, '--transport', 'http']));

  test('the inspector gets an answer from every tool over stdio', () =>
    expectEveryTool([
      ...['-e', `INDEX_PATH=${index.path}`, '-e', 'STRUCTURED_CONTENT=true'],
      ...[process.execPath, SERVER_MAIN],
    ]));
});
