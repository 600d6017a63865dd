import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askedPath } from './asked-path.ts';

const SITE = 'https://docs.example.com/eino';
const DOCUMENTS = [
  { path: '_index.md', url: `${SITE}/` },
  { path: 'core/graph.md', url: `${SITE}/core/graph/` },
  { path: 'core/Big_Name.md', url: `${SITE}/core/big_name/` },
  { path: 'graph.md', url: `${SITE}/graph/` },
];

const first = (asked: string) => askedPath(asked, DOCUMENTS, SITE).candidates[0];

describe('a path as clients write it', () => {
  test.each([
    ['core/graph.md', 'core/graph.md'],
    ['./core/graph.md', 'core/graph.md'],
    ['core/graph', 'core/graph.md'],
    ['core%2Fgraph.md', 'core/graph.md'],
    ['HTTPS://docs.example.com/eino/core/graph?x=1#nodes', 'core/graph.md'],
    ['https://docs.example.com/eino/core/big_name/', 'core/Big_Name.md'],
    ['https://docs.example.com/eino', '_index.md'],
    ['eino-docs://docs/core/graph.md', 'core/graph.md'],
  ])('%s means %s', (asked, path) => {
    expect(first(asked)).toBe(path);
  });

  test('of several documents a repository path may end with, the longest is the nearest', () => {
    const { candidates } = askedPath('content/en/core/graph.md', DOCUMENTS, SITE);
    expect(candidates).toEqual(['content/en/core/graph.md', 'core/graph.md', 'graph.md']);
  });

  test('an address the site no longer has stands for the path it had', () => {
    expect(askedPath(`${SITE}/core/former/`, DOCUMENTS, SITE).candidates).toContain('core/former.md');
  });

  test('a fragment is the section, decoded; an empty one is none', () => {
    expect(askedPath('core/graph.md#%E5%AE%A1', DOCUMENTS, SITE).section).toBe('审');
    expect(askedPath('core/graph.md#', DOCUMENTS, SITE).section).toBeUndefined();
  });

  test('whatever is asked, there is something to look up and nothing thrown', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.constantFrom('../../etc/passwd', '%', '#', '/', 'https://', 'http://[', 'eino-docs://docs/%'),
    );
    fc.assert(
      fc.property(hostile, fc.constantFrom(SITE, null), (asked, site) => {
        expect(askedPath(asked, DOCUMENTS, site).candidates.length).toBeGreaterThan(0);
      }),
    );
  });
});
