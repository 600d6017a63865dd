import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Manifest } from '../../shared/domain/change.ts';
import { applyComparison } from './diff-source.ts';
import { diffManifests } from './manifest-diff.ts';

const manifest = (entries: Record<string, string>): Manifest => new Map(Object.entries(entries));

/** Manifests of few paths and fewer blobs, so that renames, copies and swaps are frequent. */
const anyManifest: fc.Arbitrary<Manifest> = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom('a.md', 'b.md', 'c.md', 'sub/a.md', 'sub/b.md', 'A.md', '本.md'),
      fc.constantFrom('1', '2', '3', '4'),
    ),
    { selector: ([path]) => path },
  )
  .map((entries) => new Map(entries));

describe('the difference of two manifests', () => {
  test('a diff names added, modified and removed documents, sorted by path', () => {
    expect(diffManifests(manifest({ b: '1', c: '2', d: '3' }), manifest({ a: '4', b: '1', c: '5' }))).toEqual(
      [
        { kind: 'added', path: 'a', blob: '4' },
        { kind: 'modified', path: 'c', blob: '5' },
        { kind: 'removed', path: 'd' },
      ],
    );
  });

  test('a document that moved without a change of its blob is a rename', () => {
    expect(diffManifests(manifest({ 'old.md': '1' }), manifest({ 'sub/new.md': '1' }))).toEqual([
      { kind: 'renamed', path: 'sub/new.md', previousPath: 'old.md', blob: '1' },
    ]);
  });

  test('a path that changes only in case is a rename', () => {
    expect(diffManifests(manifest({ 'Page.md': '1' }), manifest({ 'page.md': '1' }))).toEqual([
      { kind: 'renamed', path: 'page.md', previousPath: 'Page.md', blob: '1' },
    ]);
  });

  test('two swapped documents are two modifications, because both paths are still there', () => {
    expect(diffManifests(manifest({ a: '1', b: '2' }), manifest({ a: '2', b: '1' }))).toEqual([
      { kind: 'modified', path: 'a', blob: '2' },
      { kind: 'modified', path: 'b', blob: '1' },
    ]);
  });

  test('a copied document is an addition', () => {
    expect(diffManifests(manifest({ a: '1' }), manifest({ a: '1', b: '1' }))).toEqual([
      { kind: 'added', path: 'b', blob: '1' },
    ]);
  });

  test('moved documents with equal blobs are paired by their file names', () => {
    const from = manifest({ 'x/one.md': '1', 'x/two.md': '1' });
    const to = manifest({ 'y/two.md': '1', 'z/one.md': '1' });
    expect(diffManifests(from, to)).toEqual([
      { kind: 'renamed', path: 'y/two.md', previousPath: 'x/two.md', blob: '1' },
      { kind: 'renamed', path: 'z/one.md', previousPath: 'x/one.md', blob: '1' },
    ]);
  });

  test('a document that was moved and edited is a rename if a hint says so', () => {
    const hints = new Map([['old.md', 'new.md']]);
    expect(diffManifests(manifest({ 'old.md': '1' }), manifest({ 'new.md': '2' }), hints)).toEqual([
      { kind: 'renamed', path: 'new.md', previousPath: 'old.md', blob: '2' },
    ]);
  });

  test('a rename hint about a path that still exists or never existed is ignored', () => {
    const hints = new Map([
      ['a', 'b'],
      ['nowhere', 'c'],
    ]);
    expect(diffManifests(manifest({ a: '1' }), manifest({ a: '1', b: '2', c: '3' }), hints)).toEqual([
      { kind: 'added', path: 'b', blob: '2' },
      { kind: 'added', path: 'c', blob: '3' },
    ]);
  });

  test('a rename hint decides between documents with equal blobs', () => {
    const from = manifest({ a: '1', b: '1' });
    const hints = new Map([['b', 'c']]);
    expect(diffManifests(from, manifest({ c: '1' }), hints)).toEqual([
      { kind: 'removed', path: 'a' },
      { kind: 'renamed', path: 'c', previousPath: 'b', blob: '1' },
    ]);
  });

  test('the changes between any two manifests lead from one to the other', () => {
    fc.assert(
      fc.property(anyManifest, anyManifest, (from, to) => {
        const arrived = applyComparison(from, diffManifests(from, to));
        expect(new Map([...(arrived ?? [])].sort())).toEqual(new Map([...to].sort()));
      }),
    );
  });

  test('the changes between two manifests do not depend on the order of their entries', () => {
    fc.assert(
      fc.property(anyManifest, anyManifest, (from, to) => {
        const reversed = (m: Manifest) => new Map([...m].reverse());
        expect(diffManifests(reversed(from), reversed(to))).toEqual(diffManifests(from, to));
      }),
    );
  });

  test('the changes between two manifests name every path once, and no former path twice', () => {
    fc.assert(
      fc.property(anyManifest, anyManifest, (from, to) => {
        const changes = diffManifests(from, to);
        const left = changes.flatMap((change) =>
          change.kind === 'removed' ? [change.path] : change.kind === 'renamed' ? [change.previousPath] : [],
        );
        expect(new Set(changes.map(({ path }) => path)).size).toBe(changes.length);
        expect(new Set(left).size).toBe(left.length);
      }),
    );
  });
});
