import { describe, expect, test } from '@jest/globals';
import { buildDocument, type Draft } from '../../../test/support/document-builder.ts';
import { buildSource } from '../../../test/support/source-builder.ts';
import type { Document, OutlineHeading } from '../../shared/domain/document.ts';
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import { findDocument, findPackageContents } from './find-document.ts';
import { anchorOfLines, goSectionRange } from './go-section.ts';

const MAIN = 'https://github.com/acme/kit/blob/main';
const status = {
  ...EMPTY_STATUS,
  sequence: 1,
  sources: [
    buildSource('git:/srv/kit', [{ at: 'kit', site: MAIN, pages: 'github' }], {
      ref: 'release',
      version: 'v1.2.3',
    }),
    buildSource('github:acme/site', [{ path: 'content', site: 'https://docs.example.com' }]),
  ],
};

/** A file with a declaration on each line, after its package clause on the first. */
function goFile(path: string, names: readonly string[], fields: Partial<Draft> = {}) {
  const name = path.split('/').at(-2) ?? '';
  const outline: OutlineHeading[] = [`package ${name}`, ...names].map((text, i) => ({
    depth: i === 0 ? 1 : 2,
    text,
    anchor: `L${i + 1}`,
    line: i + 1,
  }));
  const content = `${[`package ${name}`, ...names.map((one) => `func ${one}() {}`)].join('\n')}\n`;
  const url = `${MAIN}/${path.slice('kit/'.length)}`;
  return buildDocument({ path, url, content, outline, ...fields }).document;
}

const DOCUMENTS = [
  goFile('kit/flow/doc.go', [], {
    content: '// Package flow runs.\npackage flow\n',
    outline: [{ depth: 1, text: 'package flow', anchor: 'L1-L2', line: 1 }],
  }),
  goFile('kit/flow/flow.go', ['New', '(*Flow).Run'], { entities: ['flow.New', 'flow.Flow.Run'] }),
  goFile('kit/flow/chain.go', ['Chain', '(*Chain).Run', 'newchain']),
  goFile('kit/flow/flow_test.go', ['TestNew', 'Missing']),
  goFile('kit/model/openai/model.go', ['NewModel', 'Config']),
  goFile('kit/embedding/openai/embed.go', ['NewEmbedder']),
  buildDocument({
    path: 'kit/model/openai/README.md',
    url: `${MAIN}/model/openai/README.md`,
    content: '# OpenAI\n\n## Install\n\n## Config of it\n',
    outline: [
      { depth: 1, text: 'OpenAI', anchor: 'openai', line: 1 },
      { depth: 2, text: 'Install', anchor: 'install', line: 3 },
      { depth: 2, text: 'Config of it', anchor: 'config-of-it', line: 5 },
    ],
  }).document,
  buildDocument({ path: 'flow/_index.md', url: 'https://docs.example.com/flow/', content: '# Flow\n' })
    .document,
];

const catalogOf = (documents: readonly Document[]) => ({
  read: async () => ({ documents, status }),
  entries: async () => new Map(documents.map((document) => [document.path, document])),
});

let read: string[] = [];
const snapshot = {
  status,
  catalog: catalogOf(DOCUMENTS),
  reader: {
    async document(path: string) {
      read.push(path);
      return { document: DOCUMENTS.find((each) => each.path === path) ?? null, status };
    },
    changesSince: async () => ({ changes: [], status }),
  },
};
const signal = AbortSignal.timeout(60_000);

async function find(path: string, section?: string) {
  read = [];
  return findDocument(snapshot, { path, section }, signal);
}

/** Where a request leads: `path#lines`. */
async function found(path: string, section?: string): Promise<string | null> {
  const located = await find(path, section);
  if (located === null) return null;
  const { document, section: wanted } = located;
  if (wanted === undefined) return document.path;
  const range = goSectionRange(document, wanted);
  return range === null ? `${document.path}?` : `${document.path}#${anchorOfLines(document.content, range)}`;
}

describe('a requested declaration', () => {
  test.each([
    'github.com/acme/kit/flow#New',
    'https://github.com/acme/kit/flow#New',
    'github.com/acme/kit/flow.New',
    'github.com/acme/kit@v1.2.3/flow#New',
    'github.com/acme/kit/v2/flow#New',
    'https://pkg.go.dev/github.com/acme/kit/flow#New',
    'pkg.go.dev/github.com/acme/kit@v1.0.0/flow#New',
    'https://github.com/acme/kit/tree/main/flow#New',
    'https://github.com/acme/kit/blob/v1.2.3/flow/flow.go#L2',
    'kit/flow#New',
    'kit/flow/flow.go#New',
    'kit/flow/flow.go#L2',
    'kit/flow/chain.go#New',
  ])('the requested %s is the file of the package that declares it', async (path) => {
    expect(await found(path)).toBe('kit/flow/flow.go#L2');
  });

  test.each([
    ['kit/flow', '(*Flow).Run', 'kit/flow/flow.go#L3'],
    ['kit/flow', 'Chain.Run', 'kit/flow/chain.go#L3'],
    ['kit/flow', 'flow.chain', 'kit/flow/chain.go#L2'],
    ['kit/flow', 'Flow.Missing', null],
    ['kit/flow', 'Chain.Missing', 'kit/flow/chain.go#L2'],
    ['kit/flow', 'Run', null],
    ['kit/flow', 'Missing', null],
    ['openai.NewEmbedder', undefined, 'kit/embedding/openai/embed.go#L2'],
    ['embedding/openai.NewEmbedder', undefined, 'kit/embedding/openai/embed.go#L2'],
    ['openai.NewModel', undefined, 'kit/model/openai/model.go#L2'],
    ['github.com/acme/kit/model/openai', 'Config', 'kit/model/openai/model.go#L3'],
  ])('in %s, %s leads to %s', async (path, section, lines) => {
    expect(await found(path, section)).toBe(lines);
  });

  test('a name that is declared elsewhere in the package comes with a note', async () => {
    expect(await find('kit/flow/chain.go', 'New')).toMatchObject({
      document: { path: 'kit/flow/flow.go' },
      note: 'New is declared in kit/flow/flow.go, not in kit/flow/chain.go.',
    });
    expect(await find('kit/flow', 'Chain.Missing')).toMatchObject({
      section: 'Chain',
      note: 'Chain.Missing is not declared itself; this is Chain.',
    });
  });

  test('the file whose main names include the declaration is read first', async () => {
    await find('github.com/acme/kit/flow', 'Flow.Run');
    expect(read).toEqual(['kit/flow/flow.go']);
  });

  test('a package of any size takes at most forty reads', async () => {
    const many = Array.from({ length: 90 }, (_, n) => goFile(`kit/big/f${n}.go`, [`Name${n}`]));
    let reads = 0;
    const reader = {
      ...snapshot.reader,
      document: async (path: string) => {
        reads += 1;
        return { document: many.find((each) => each.path === path) ?? null, status };
      },
    };
    const catalog = catalogOf(many);
    await findPackageContents({ status, catalog, reader }, { path: 'kit/big', section: 'Missing' }, signal);
    expect(reads).toBe(40);
  });
});

describe('a requested package', () => {
  test('a package is the file with its comment, with the list of its files', async () => {
    const located = await find('github.com/acme/kit/flow');
    expect(located).toMatchObject({ document: { path: 'kit/flow/doc.go' }, section: 'package flow' });
    expect(located?.goPackage?.files.map(({ path }) => path)).toEqual([
      'kit/flow/doc.go',
      'kit/flow/flow.go',
      'kit/flow/chain.go',
    ]);
  });

  test('a package with a README is its README, with the list of its files', async () => {
    const located = await find('pkg.go.dev/github.com/acme/kit/model/openai@v0.1.0');
    expect(located?.document.path).toBe('kit/model/openai/README.md');
    expect(located?.goPackage?.files.map(({ path }) => path)).toEqual(['kit/model/openai/model.go']);
    expect((await find('kit/model/openai/README.md'))?.goPackage).toBeUndefined();
  });

  test('a heading of the README is found where the package has no such declaration', async () => {
    const located = await find('github.com/acme/kit/model/openai#Install');
    expect(located?.document.path).toBe('kit/model/openai/README.md');
  });

  test('a folder of documents comes before a package of the same name', async () => {
    expect((await find('flow'))?.document.path).toBe('flow/_index.md');
  });

  test('a package without a comment is not found, but its contents are', async () => {
    expect(await find('kit/embedding/openai')).toBeNull();
    const contents = await findPackageContents(snapshot, { path: 'kit/embedding/openai' }, signal);
    expect(contents?.files.map(({ path }) => path)).toEqual(['kit/embedding/openai/embed.go']);
    expect(await findPackageContents(snapshot, { path: 'kit/nothing' }, signal)).toBeNull();
  });

  test('the declarations that an ambiguous name may mean are found', async () => {
    const contents = await findPackageContents(snapshot, { path: 'github.com/acme/kit/flow#Run' }, signal);
    expect(contents?.similar).toEqual([
      { path: 'kit/flow/flow.go#L3', heading: '(*Flow).Run' },
      { path: 'kit/flow/chain.go#L3', heading: '(*Chain).Run' },
    ]);
  });
});
