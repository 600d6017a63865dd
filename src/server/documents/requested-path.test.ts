import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSource, TWO_SOURCES } from '../../../test/support/source-builder.ts';
import type { SourceStatus } from '../../shared/domain/source.ts';
import { pathsOfResource, readRequestedPath, readRequestedPrefix } from './requested-path.ts';

const EN = 'https://docs.example.com/docs/eino';
const ZH = 'https://docs.example.com/zh/docs/eino';
const EXT = 'https://github.com/acme/ext';
const DOCUMENTS = [
  { path: '_index.md', url: `${EN}/` },
  { path: 'core/_index.md', url: `${EN}/core/` },
  { path: 'core/graph.md', url: `${EN}/core/graph/` },
  { path: 'core/Big_Name.md', url: `${EN}/core/big_name/` },
  { path: 'graph.md', url: `${EN}/graph/` },
  { path: 'zh/_index.md', url: `${ZH}/` },
  { path: 'zh/core/graph.md', url: `${ZH}/core/graph/` },
  { path: 'ext/README.md', url: `${EXT}/blob/main/README.md` },
  {
    path: 'ext/components/model/openai/README.md',
    url: `${EXT}/blob/main/components/model/openai/README.md`,
  },
  {
    path: 'ext/components/model/openai/README_zh.md',
    url: `${EXT}/blob/main/components/model/openai/README_zh.md`,
  },
];
const PATHS = new Set(DOCUMENTS.map(({ path }) => path));

const candidates = (asked: string, sources: readonly SourceStatus[] = TWO_SOURCES) =>
  readRequestedPath(asked, DOCUMENTS, { sources }).candidates;
/** The document that a requested path leads to. */
const found = (asked: string, sources?: readonly SourceStatus[]) =>
  candidates(asked, sources).find((path) => PATHS.has(path));

const OPENAI = 'ext/components/model/openai/README.md';

describe('a requested path', () => {
  test.each([
    ['core/graph.md', 'core/graph.md'],
    ['./core/graph.md', 'core/graph.md'],
    ['core/graph', 'core/graph.md'],
    ['core%2Fgraph.md', 'core/graph.md'],
    ['core', 'core/_index.md'],
    ['ext', 'ext/README.md'],
    ['zh/', 'zh/_index.md'],
    ['eino-docs://docs/core/graph.md', 'core/graph.md'],
    ['eino-docs://docs/ext/components/model/openai', OPENAI],
  ])('the requested path in the index %s means %s', (asked, path) => {
    expect(found(asked)).toBe(path);
  });

  test.each([
    ['HTTPS://docs.example.com/docs/eino/core/graph?x=1#nodes', 'core/graph.md'],
    [`${EN}/core/big_name/`, 'core/Big_Name.md'],
    [EN, '_index.md'],
    [`${EN}/core/graph/index.html`, 'core/graph.md'],
    ['docs.example.com/docs/eino/core/graph/', 'core/graph.md'],
    [`${ZH}/core/graph/`, 'zh/core/graph.md'],
    [`${ZH}`, 'zh/_index.md'],
    ['/docs/eino/core/big_name/', 'core/Big_Name.md'],
    ['/docs/eino/core/graph#nodes', 'core/graph.md'],
    ['/zh/docs/eino/core/graph', 'zh/core/graph.md'],
  ])('the requested address on the site %s means %s', (asked, path) => {
    expect(found(asked)).toBe(path);
  });

  test.each([
    ['https://github.com/acme/site/blob/main/content/en/docs/eino/core/graph.md', 'core/graph.md'],
    ['https://github.com/Acme/Site/edit/feature/x/content/en/docs/eino/core/graph.md#L7', 'core/graph.md'],
    ['https://github.com/acme/site/blame/v1.2/content/zh/docs/eino/core/graph.md', 'zh/core/graph.md'],
    ['https://raw.githubusercontent.com/acme/site/main/content/en/docs/eino/core/graph.md', 'core/graph.md'],
    ['https://raw.githubusercontent.com/acme/site/refs/heads/main/content/en/docs/eino/graph.md', 'graph.md'],
    ['https://github.com/acme/site/tree/main/content/en/docs/eino/core', 'core/_index.md'],
    ['https://github.com/acme/site/tree/main/content/zh/docs/eino', 'zh/_index.md'],
    [EXT, 'ext/README.md'],
    [`${EXT}.git`, 'ext/README.md'],
    [`${EXT}#readme`, 'ext/README.md'],
    [`${EXT}/tree/main`, 'ext/README.md'],
    [`${EXT}/tree/feature/x`, 'ext/README.md'],
    [`${EXT}/tree/main/components/model/openai`, OPENAI],
    [`${EXT}/tree/main/components/model/openai/`, OPENAI],
    [`${EXT}/blob/main/components/model/openai/README.md?plain=1#L3-L9`, OPENAI],
    [`${EXT}/raw/${'0f'.repeat(20)}/components/model/openai/README.md`, OPENAI],
    [`${EXT}/blob/release/2.x/components/model/openai/README.md`, OPENAI],
    [`${EXT}/tree/components/model/openai/v0.1.2/components/model/openai`, OPENAI],
    [`${EXT}/blob/main/components/model/openai/README_zh.md`, 'ext/components/model/openai/README_zh.md'],
    ['github.com/acme/ext/components/model/openai', OPENAI],
  ])('the requested address on GitHub %s means %s', (asked, path) => {
    expect(found(asked)).toBe(path);
  });

  test.each([
    ['content/en/docs/eino/core/graph.md', 'core/graph.md'],
    ['/content/en/docs/eino/core/graph', 'core/graph.md'],
    ['content/zh/docs/eino/core/graph.md', 'zh/core/graph.md'],
    ['content/zh/docs/eino', 'zh/_index.md'],
    ['en/docs/eino/core/graph.md', 'core/graph.md'],
    ['components/model/openai/README.md', OPENAI],
    ['components/model/openai', OPENAI],
    ['acme/ext/components/model/openai', OPENAI],
  ])('the requested path in a repository %s means %s', (asked, path) => {
    expect(found(asked)).toBe(path);
  });

  test.each([
    ['nonsense/core/graph.md'],
    ['nonsense/_index.md'],
    ['content/fr/docs/eino/core/graph.md'],
    ['https://github.com/other/site/blob/main/content/en/docs/eino/core/graph.md'],
    ['https://github.com/other/ext/blob/main/README.md'],
    ['https://github.com/acme/site/blob/main/content/fr/docs/eino/core/graph.md'],
    [`${EXT}/blob/main/components/README.md`],
    [`${EXT}/tree/main/no/such/folder`],
    [`${EXT}/issues/12`],
    ['https://raw.githubusercontent.com/acme'],
    ['https://evil.example/docs/eino/core/graph.md'],
    ['https://docs.example.com/core/graph.md'],
    ['https://docs.example.com/docs/einonomics/core/graph.md'],
    ['https://docs.example.com:8443/docs/eino/core/graph/'],
    ['https://github.com.evil.example/acme/ext/blob/main/README.md'],
  ])('the requested path %s leads to no document, although it ends like the path of one', (asked) => {
    expect(found(asked)).toBeUndefined();
  });

  test('a requested path may begin at the root of a clone or folder, or be the GitHub address of a clone', () => {
    const clone = [buildSource('git:/home/me/site', [{ path: 'content/en' }])];
    expect(found('content/en/core/graph.md', clone)).toBe('core/graph.md');
    expect(found('https://github.com/a/b/blob/main/content/en/core/graph.md', clone)).toBe('core/graph.md');
    expect(found('docs/core/graph.md', [buildSource('dir:/home/me/site/docs')])).toBe('core/graph.md');
    expect(found('https://github.com/a/b/blob/main/graph.md', [buildSource('git:/clone')])).toBeUndefined();
  });

  test('a folder that a site on GitHub places in a repository is found by the addresses of that repository', () => {
    const site = 'https://github.com/acme/mono/blob/release/1.x/docs/guide';
    const clone = [buildSource('git:/tmp/x', [{ path: 'docs/guide', site }], { ref: 'release/1.x' })];
    expect(found('https://github.com/acme/mono/blob/main/docs/guide/core/graph.md', clone)).toBe(
      'core/graph.md',
    );
    expect(found(`${site}/core/graph.md`, clone)).toBe('core/graph.md');
    expect(found('https://github.com/acme/mono/blob/main/core/graph.md', clone)).toBeUndefined();
    expect(found('https://github.com/other/mono/blob/main/docs/guide/core/graph.md', clone)).toBeUndefined();
    const whole = 'https://github.com/acme/mono/blob/main';
    const roots = [{ site: `${whole}/docs`, pages: 'github' as const }];
    expect(found(`${whole}/docs/core/graph.md`, [buildSource('dir:/tmp/x', roots)])).toBe('core/graph.md');
  });

  test('of several sites that contain a requested address the one with the longest address counts', () => {
    const site = 'https://docs.example.com/docs';
    const nested = [
      buildSource('dir:/a', [{ site, at: 'a' }]),
      buildSource('dir:/b', [{ site: `${site}/b`, at: 'b' }]),
    ];
    expect(candidates(`${site}/b/x`, nested)).toContain('b/x.md');
    expect(candidates(`${site}/b/x`, nested)).not.toContain('a/b/x.md');
    expect(candidates(`${site}/c/x`, nested)).toContain('a/c/x.md');
  });

  test('the requested address of a page that the site no longer has leads to its former path', () => {
    expect(candidates(`${EN}/core/former/`)).toContain('core/former.md');
    expect(candidates(`${ZH}/core/former/`)).toContain('zh/core/former.md');
  });

  test.each([
    ['core/graph.md#%E5%AE%A1', '审'],
    ['core/graph.md#', undefined],
    [`${EN}/core/graph/#nodes:~:text=an%20edge`, 'nodes'],
    [`${EN}/core/graph/#:~:text=an%20edge`, undefined],
    [`${EXT}#readme`, undefined],
    [`${EXT}/blob/main/README.md#L7-L9`, undefined],
    [`${EXT}/blob/main/README.md#user-content-setup`, 'setup'],
  ])('the section of the requested path %s is %s', (asked, section) => {
    expect(readRequestedPath(asked, DOCUMENTS, { sources: TWO_SOURCES }).section).toBe(section);
  });

  test('any requested path has between 1 and 64 candidates and throws no error', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.webPath().map((path) => `${EXT}/blob${path}`),
      fc
        .array(fc.constantFrom('a', '..', '%', 'refs', 'heads'), { maxLength: 400 })
        .map((parts) => parts.join('/')),
      fc.constantFrom('../../etc/passwd', '%', '#', '/', 'https://', 'http://[', 'eino-docs://docs/%'),
    );
    const sources = fc.constantFrom(
      TWO_SOURCES,
      [],
      [buildSource('git:/a')],
      [buildSource('dir:/', [{ site: 'not an address' }, { at: 'x', site: 'https://github.com' }])],
    );
    fc.assert(
      fc.property(hostile, sources, (asked, given) => {
        const { length } = candidates(asked, given);
        expect(length).toBeGreaterThan(0);
        expect(length).toBeLessThanOrEqual(64);
      }),
    );
  });
});

test('the path of a resource is decoded and ends before the fragment, or else is as written', () => {
  expect(pathsOfResource('eino-docs://docs/core/%E4%BA%BA.md#x')[0]).toBe('core/人.md');
  expect(pathsOfResource('eino-docs://docs/%')).toEqual(['%']);
  expect(pathsOfResource('eino-docs://docs/C#.md')).toContain('C#.md');
  expect(pathsOfResource('eino-docs://docs/a%20b.md')).toEqual(['a b.md', 'a%20b.md']);
});

describe('a requested path with signs that mean something in an address', () => {
  const NFD = 'cafe\u0301.md';
  const NFC = 'caf\u00e9.md';
  const names = ['C#.md', 'C.md', '100%.md', 'a%20b.md', 'a b.md', NFD, 'x/#1.md', 'über.md'];
  const documents = names.map((path) => ({ path, url: `${EN}/${encodeURIComponent(path)}` }));
  const read = (asked: string) => {
    const { candidates, section } = readRequestedPath(asked, documents, { sources: TWO_SOURCES });
    return [candidates.find((path) => names.includes(path)), section];
  };

  test.each(names)('the requested path %s means the document at exactly this path', (path) => {
    expect(read(path)).toEqual([path, undefined]);
    expect(read(`/${path}`)).toEqual([path, undefined]);
    expect(read(`${path}#part`)).toEqual([path, 'part']);
    expect(read(`eino-docs://docs/${encodeURIComponent(path)}`)[0]).toBe(path);
  });

  test('the requested path is found in either Unicode form', () => {
    expect(read(NFC)[0]).toBe(NFD);
    expect(read('u\u0308ber.md')[0]).toBe('über.md');
    expect(read(`eino-docs://docs/${encodeURIComponent(NFC)}`)[0]).toBe(NFD);
  });
});

test('an address on a site that no root contains is that of a former path, and of no present document', () => {
  const elsewhere = candidates('https://docs.example.com/old/place/');
  expect(elsewhere).toContain('old/place.md');
  expect(found('https://docs.example.com/core/graph/')).toBeUndefined();
});

describe('a requested path prefix', () => {
  const prefix = (asked: string) => readRequestedPrefix(asked, DOCUMENTS, { sources: TWO_SOURCES });

  test.each([
    ['core', 'core'],
    ['core/', 'core/'],
    ['/core', 'core'],
    ['CORE/big', 'core/Big'],
    ['content/en/docs/eino/core/', 'core/'],
    ['/docs/eino/core/big_name', 'core/Big_Name'],
    [`${EN}/core/`, 'core/'],
    [`${EN}/`, ''],
    [`${ZH}/`, 'zh/'],
    [`${ZH}/core`, 'zh/core'],
    [`${EXT}/tree/main/components/`, 'ext/components/'],
    [`${EXT}/`, 'ext/'],
    ['components/model/', 'ext/components/model/'],
    ['', ''],
  ])('the requested prefix %j means %j', (asked, meant) => {
    expect(prefix(asked)).toBe(meant);
  });

  test.each(['nope/', 'https://elsewhere.example/docs/eino/core', 'graphs'])(
    "no document's path begins with the requested prefix %j",
    (asked) => {
      expect(prefix(asked)).toBeNull();
    },
  );
});
