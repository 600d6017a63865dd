import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { FIXTURE_DOCUMENTS, type FixtureIndex, fixtureIndex } from '../support/fixture-index.ts';
import { cleanEnv, type HttpProgram, SERVER_MAIN, startServer } from '../support/programs.ts';

const PROJECT = join(import.meta.dirname, '../..');
const INSPECTOR = join(PROJECT, 'node_modules/.bin/mcp-inspector');
const CONFORMANCE = join(PROJECT, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');

const resources = new AsyncDisposableStack();
let index: FixtureIndex;
let server: HttpProgram;

beforeAll(async () => {
  index = resources.use(await fixtureIndex());
  await index.publish({ documents: FIXTURE_DOCUMENTS });
  server = resources.use(await startServer({ INDEX_PATH: index.path, STRUCTURED_CONTENT: 'true' }));
});

afterAll(() => resources.disposeAsync());

/** Every scenario of the suite that needs no fixtures of its own. */
const APPLICABLE = [
  'server-initialize',
  'ping',
  'tools-list',
  'resources-list',
  'prompts-list',
  'completion-complete',
  'dns-rebinding-protection',
];

/** The other scenarios, with the reason why this server cannot pass them. */
const NOT_APPLICABLE: Readonly<Record<string, string>> = {
  'logging-set-level': 'the server sends no log messages to clients',
  'tools-call-simple-text': "needs the suite's own tool test_simple_text",
  'tools-call-image': "needs the suite's own tool test_image_content",
  'tools-call-audio': "needs the suite's own tool test_audio_content",
  'tools-call-embedded-resource': "needs the suite's own tool test_embedded_resource",
  'tools-call-mixed-content': "needs the suite's own tool test_multiple_content_types",
  'tools-call-with-logging': "needs the suite's own tool test_tool_with_logging",
  'tools-call-error': "needs the suite's own tool test_error_handling",
  'tools-call-with-progress': "needs the suite's own tool test_tool_with_progress",
  'tools-call-sampling': "needs the suite's own tool test_sampling",
  'tools-call-elicitation': "needs the suite's own tool test_elicitation",
  'json-schema-2020-12': "needs the suite's own tool json_schema_2020_12_tool",
  'elicitation-sep1034-defaults': "needs the suite's own tool test_elicitation_sep1034_defaults",
  'elicitation-sep1330-enums': "needs the suite's own tool test_elicitation_sep1330_enums",
  'server-sse-polling': 'answers are plain JSON: there is no stream to resume',
  'server-sse-multiple-streams': 'answers are plain JSON: there is no stream',
  'resources-read-text': "needs the suite's own resource test://static-text",
  'resources-read-binary': "needs the suite's own resource test://static-binary",
  'resources-templates-read': "needs the suite's own template test://template/{id}/data",
  'resources-subscribe': 'a stateless server cannot notify, so it offers no subscriptions',
  'resources-unsubscribe': 'a stateless server cannot notify, so it offers no subscriptions',
  'prompts-get-simple': "needs the suite's own prompt test_simple_prompt",
  'prompts-get-with-args': "needs the suite's own prompt test_prompt_with_arguments",
  'prompts-get-embedded-resource': "needs the suite's own prompt test_prompt_with_embedded_resource",
  'prompts-get-with-image': "needs the suite's own prompt test_prompt_with_image",
};

describe('the official conformance suite', () => {
  test('every scenario of the conformance suite is either run or listed here as not applicable', async () => {
    const { stdout } = await execa(process.execPath, [CONFORMANCE, 'list', '--server']);
    const listed = [...(stdout.split('Client scenarios')[0] ?? '').matchAll(/^ {2}- (\S+)/gm)].map(
      ([, name]) => name,
    );
    expect(listed.sort()).toEqual([...APPLICABLE, ...Object.keys(NOT_APPLICABLE)].sort());
  });

  test('every applicable scenario of the conformance suite passes', async () => {
    // The suite writes its results into the current folder.
    const cwd = index.folder;
    const { stdout } = await execa(
      process.execPath,
      [CONFORMANCE, 'server', '--url', `${server.url}/mcp`, '--suite', 'all'],
      {
        cwd,
        reject: false,
      },
    );
    const passed = [...stdout.matchAll(/^✓ (\S+): (\d+) passed, 0 failed/gm)]
      .filter(([, , checks]) => Number(checks) > 0)
      .map(([, name]) => name);
    expect(passed.sort()).toEqual([...APPLICABLE].sort());
  });
});

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
