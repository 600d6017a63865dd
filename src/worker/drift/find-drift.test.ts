import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Files, MemorySource } from '../../../test/support/memory-source.ts';
import { rootWith } from '../../../test/support/source-builder.ts';
import { SqliteSyncFixture } from '../../../test/support/sync-fixture.ts';
import { type DriftReport, findDrift } from './find-drift.ts';

const SITE = 'https://docs.example.com/guide';
const REPOSITORY = 'https://github.com/acme/kit/blob/main';
const signal = new AbortController().signal;

const KIT = {
  'flow/flow.go': [
    'package flow',
    'import ("context"; "net/url")',
    'import "github.com/other/redis"',
    '// Flow runs.',
    'type Flow struct{ Name string }',
    'func New() *Flow { return nil }',
    'func (f *Flow) Run(ctx context.Context) {}',
    'const (',
    '\tA1 = 1',
    '\tA2 = 2',
    ')',
    'var B1, B2, B3, B4, B5, B6, B7, B8 int',
  ].join('\n'),
  'redis/redis.go': 'package redis\n\nfunc Open() {}\n',
  'v2/flow/flow.go': 'package flow\n\nfunc Start() {}\n',
  'url/url.go': 'package url\n\nfunc Load() {}\n',
  'examples/tool/tool.go': 'package tool\n\ntype Result struct{}\n',
  'tool/tool.go': 'package tool\n\ntype Tool interface{ Call() }\n',
  'README.md': '# Kit\n',
};

let fixture: SqliteSyncFixture;
beforeEach(async () => {
  fixture = await SqliteSyncFixture.create();
});
afterEach(() => fixture.dispose());

/** Syncs documents and the repository `acme/kit`, and finds their drift. */
async function driftOf(docs: Files): Promise<DriftReport> {
  const site = new MemorySource('memory:docs', [rootWith({ site: SITE })]);
  site.commit(docs);
  const code = new MemorySource('memory:kit', [
    rootWith({
      at: 'kit',
      include: ['**/*.go', '**/*.md'],
      exclude: ['**/internal/**'],
      site: REPOSITORY,
      pages: 'github',
    }),
  ]);
  code.commit(KIT);
  await fixture.sync([site, code]);
  return findDrift(fixture.reader, signal);
}

async function namesIn(content: string): Promise<string[]> {
  const { drift } = await driftOf({ 'a.md': content });
  return drift.flatMap((document) =>
    document.names.map(({ name, packages, lines }) => `${lines.join(',')} ${name}: ${packages.join(' ')}`),
  );
}

const go = (...lines: string[]) => `# A\n\n\`\`\`go\n${lines.join('\n')}\n\`\`\`\n`;
const FLOW = 'github.com/acme/kit/flow';

describe('outdated names', () => {
  test('a name that an imported package does not have is outdated, with all its lines', async () => {
    const content = go(`import "${FLOW}"`, 'flow.New()', 'flow.Gone()', 'x.flow.Chain()', 'flow.Gone()');
    expect(await namesIn(content)).toEqual([`6,8 flow.Gone: ${FLOW}`]);
  });

  test('types, functions, constants and all variables of a long list are names of a package', async () => {
    const content = go(`import "${FLOW}"`, 'flow.Flow{}', 'flow.A2', 'flow.B8', 'flow.B9');
    expect(await namesIn(content)).toEqual([`8 flow.B9: ${FLOW}`]);
  });

  test('the import of the block decides which of several packages is meant, also under an alias', async () => {
    const content = go(
      `import f "${FLOW}"`,
      `import "github.com/acme/kit/v2/flow"`,
      'f.Start()',
      'flow.Start()',
    );
    expect(await namesIn(content)).toEqual([`6 f.Start: ${FLOW}`]);
  });

  test('without an import, a name is outdated if no package of this name has it and the document uses one', async () => {
    expect(await namesIn('`flow.New` `flow.Start` `flow.Gone`')).toEqual([
      `1 flow.Gone: ${FLOW} github.com/acme/kit/v2/flow`,
    ]);
    expect(await namesIn('`flow.Gone`')).toEqual([]);
  });

  test.each([
    ['of the standard library', go('import "net/url"', 'url.Parse()')],
    ['of the standard library, where an indexed package has the same name', go('url.Load()', 'url.Parse()')],
    ['of another module', go('redis.Open()', 'redis.NewClient()')],
    ['of a package that is not indexed', go('import "github.com/acme/kit/internal/flow"', 'flow.Gone()')],
    ['of a variable', go(`import "${FLOW}"`, 'flow := flow.New()', 'flow.Gone()')],
    ['of a variable of another block', `${go('flow, err := f()', 'flow.New()')}\n${go('flow.Gone()')}`],
    ['of a method', go(`import "${FLOW}"`, 'flow.Run(ctx)')],
    ['of a package of an example', go('tool.Tool()', 'tool.Result{}')],
    ['in prose', 'flow.New flow.Gone'],
  ])('names %s are not reported', async (_, content) => {
    expect(await namesIn(content)).toEqual([]);
  });

  test('a name of another module is reported where the block imports the indexed package of the same name', async () => {
    const path = 'github.com/acme/kit/redis';
    expect(await namesIn(go(`import "${path}"`, 'redis.NewClient()'))).toEqual([
      `5 redis.NewClient: ${path}`,
    ]);
  });
});

async function deadLinksIn(content: string, path = 'part/a.md'): Promise<string[]> {
  const { drift } = await driftOf({ 'part/_index.md': '# Part\n', 'part/b/c.md': '# C\n', [path]: content });
  return drift.flatMap(({ links }) => links.map(({ target, lines }) => `${lines.join(',')} ${target}`));
}

describe('dead links', () => {
  test('links to pages of a site that no document has are dead, in every form and with their lines', async () => {
    const content = [
      '---',
      'title: A',
      '---',
      '[gone](/guide/part/gone) and [again](/guide/part/gone#x)',
      '',
      '<a href="../gone/">gone</a>, see https://docs.example.com/guide/bare/gone.',
      '',
      '[ref]',
      '',
      '[ref]: https://www.docs.example.com/guide/ref',
      '',
      '`https://docs.example.com/guide/code`',
      '',
      '[gone](/guide/part/gone)',
    ].join('\n');
    expect(await deadLinksIn(content)).toEqual([
      '4,14 /guide/part/gone',
      '4 /guide/part/gone#x',
      '6 ../gone/',
      '6 https://docs.example.com/guide/bare/gone',
      '10 https://www.docs.example.com/guide/ref',
    ]);
  });

  test('links to pages, sections, folders with pages and other places are not dead', async () => {
    const targets = [
      '/guide/part',
      '/guide/Part/A/?x#y',
      'c.md',
      '../b/c/',
      '/guide/part/b/',
      '/guide/part/diagram.png',
      '/other/gone',
      'https://example.com/guide/gone',
      'mailto:a@example.com',
      '#gone',
    ];
    const content = targets.map((target) => `[x](${target})`).join('\n\n');
    expect(await deadLinksIn(content)).toEqual(['5 c.md']);
  });

  test('links to documents of a repository that are gone are dead, also to folders with Go files', async () => {
    const targets = [
      'blob/main/gone.md',
      'blob/main/flow/gone.go#L3',
      'tree/main/flow/gone',
      'tree/HEAD/gone/',
    ];
    const content = targets.map((target) => `[x](https://github.com/Acme/kit/${target})`).join('\n');
    const dead = await deadLinksIn(content);
    expect(dead).toEqual(targets.map((target, at) => `${at + 1} https://github.com/Acme/kit/${target}`));
  });

  test('links in a repository that the index cannot tell about are not dead', async () => {
    const targets = [
      'blob/main/README.md',
      'blob/main/flow/flow.go#L3-L9',
      'tree/main/flow',
      'tree/main',
      'blob/v1.0.0/gone.md',
      'blob/main/LICENSE',
      'blob/main/go.mod',
      'tree/main/internal/gone',
      'issues/1',
      '',
    ];
    const content = targets.map((target) => `[x](https://github.com/acme/kit/${target})`).join('\n');
    expect(await deadLinksIn(`${content}\n[x](https://github.com/acme/other/blob/main/gone.md)`)).toEqual([]);
  });
});

test('the report says what was compared, and lists only documents with drift', async () => {
  expect(await driftOf({ 'a.md': '`flow.New`' })).toEqual({
    documents: 2,
    packages: 5,
    exportedNames: 16,
    drift: [],
  });
});

test('drift of an index without a publish is refused', async () => {
  await expect(findDrift(fixture.reader, signal)).rejects.toMatchObject({ code: 'INDEX_EMPTY' });
});
