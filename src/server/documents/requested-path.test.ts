import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRequestedPath, readRequestedPrefix } from './requested-path.ts';

const SITE = 'https://docs.example.com/eino';
const DOCUMENTS = [
  { path: '_index.md', url: `${SITE}/` },
  { path: 'core/graph.md', url: `${SITE}/core/graph/` },
  { path: 'core/Big_Name.md', url: `${SITE}/core/big_name/` },
  { path: 'graph.md', url: `${SITE}/graph/` },
];

const ORIGIN = {
  fingerprint: { schema: 1, chunker: 1, siteUrl: SITE, model: null, dimensions: null },
  source: 'github:acme/site@main:content/en',
};

const candidates = (asked: string, source = ORIGIN.source) =>
  readRequestedPath(asked, DOCUMENTS, { ...ORIGIN, source }).candidates;
const first = (asked: string) => candidates(asked)[0];

describe('a requested path', () => {
  test.each([
    ['core/graph.md', 'core/graph.md'],
    ['./core/graph.md', 'core/graph.md'],
    ['core/graph', 'core/graph.md'],
    ['core%2Fgraph.md', 'core/graph.md'],
    ['HTTPS://docs.example.com/eino/core/graph?x=1#nodes', 'core/graph.md'],
    ['https://docs.example.com/eino/core/big_name/', 'core/Big_Name.md'],
    ['https://docs.example.com/eino', '_index.md'],
    ['/eino/core/big_name/', 'core/Big_Name.md'],
    ['/eino/core/graph#nodes', 'core/graph.md'],
    ['eino-docs://docs/core/graph.md', 'core/graph.md'],
  ])('the requested path %s means %s', (asked, path) => {
    expect(first(asked)).toBe(path);
  });

  test.each([
    ['content/en/core/graph.md'],
    ['/content/en/core/graph'],
    ['en/core/graph.md'],
    ['https://github.com/acme/site/blob/main/content/en/core/graph.md'],
    ['https://github.com/Acme/Site/edit/feature/x/content/en/core/graph.md#L7'],
    ['https://raw.githubusercontent.com/acme/site/main/content/en/core/graph.md'],
  ])('the requested path %s is read as a file of the repository below the docs root', (asked) => {
    expect(candidates(asked)).toContain('core/graph.md');
    expect(candidates(asked)).not.toContain('graph.md');
  });

  test.each([
    ['nonsense/core/graph.md'],
    ['nonsense/_index.md'],
    ['content/zh/core/graph.md'],
    ['https://github.com/other/site/blob/main/content/en/core/graph.md'],
    ['https://github.com/acme/site/blob/main/content/zh/core/graph.md'],
    ['https://evil.example/core/graph.md'],
    ['https://docs.example.com/core/graph.md'],
  ])('the requested path %s leads to no document, although it ends like the path of one', (asked) => {
    const known = DOCUMENTS.map(({ path }) => path);
    expect(candidates(asked).filter((path) => known.includes(path))).toEqual([]);
  });

  test('a requested path may begin at the root of a clone or folder, or be the GitHub address of a clone', () => {
    const clone = 'git:/home/me/site@main:content/en';
    expect(candidates('content/en/core/graph.md', clone)).toContain('core/graph.md');
    expect(candidates('https://github.com/acme/site/blob/main/content/en/core/graph.md', clone)).toContain(
      'core/graph.md',
    );
    expect(candidates('docs/core/graph.md', 'dir:/home/me/site/docs')).toContain('core/graph.md');
    const whole = 'github:acme/site@main:';
    expect(candidates('https://github.com/acme/site/blob/main/core/graph.md', whole)).toContain(
      'core/graph.md',
    );
  });

  test('the requested address of a page that the site no longer has leads to its former path', () => {
    expect(candidates(`${SITE}/core/former/`)).toContain('core/former.md');
  });

  test('the decoded fragment of a requested path is the section, and an empty fragment is ignored', () => {
    expect(readRequestedPath('core/graph.md#%E5%AE%A1', DOCUMENTS, ORIGIN).section).toBe('审');
    expect(readRequestedPath('core/graph.md#', DOCUMENTS, ORIGIN).section).toBeUndefined();
  });

  test('any requested path has at least one candidate and throws no error', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.constantFrom('../../etc/passwd', '%', '#', '/', 'https://', 'http://[', 'eino-docs://docs/%'),
    );
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom(SITE, null),
        fc.constantFrom(ORIGIN.source, 'git:/a@b:', 'dir:/', null),
        (asked, siteUrl, source) => {
          const fingerprint = { ...ORIGIN.fingerprint, siteUrl };
          expect(
            readRequestedPath(asked, DOCUMENTS, { fingerprint, source }).candidates.length,
          ).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('a requested path prefix', () => {
  const prefix = (asked: string) => readRequestedPrefix(asked, DOCUMENTS, ORIGIN);

  test.each([
    ['core', 'core'],
    ['core/', 'core/'],
    ['/core', 'core'],
    ['CORE/big', 'core/Big'],
    ['content/en/core/', 'core/'],
    ['/eino/core/big_name', 'core/Big_Name'],
    ['https://docs.example.com/eino/core/', 'core/'],
    ['https://docs.example.com/eino/', ''],
    ['', ''],
  ])('the requested prefix %j means %j', (asked, meant) => {
    expect(prefix(asked)).toBe(meant);
  });

  test.each(['nope/', 'https://elsewhere.example/eino/core', 'graphs'])(
    "no document's path begins with the requested prefix %j",
    (asked) => {
      expect(prefix(asked)).toBeNull();
    },
  );
});
