import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemorySource } from '../../../test/support/memory-source.ts';
import { buildSourceStatus, plainRoot } from '../../../test/support/source-builder.ts';
import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { Root } from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { SourceHead } from './ask-sources.ts';
import { applyComparison, diffManifests, diffSource } from './source-diff.ts';

const known = new Map([
  ['a', '1'],
  ['b', '2'],
]);

describe('applying a comparison', () => {
  test('a comparison that fits the known manifest is applied to it', () => {
    const changes: Change[] = [
      { kind: 'renamed', path: 'c', previousPath: 'a', blob: '3' },
      { kind: 'modified', path: 'b', blob: '4' },
      { kind: 'added', path: 'a', blob: '5' },
    ];
    expect(applyComparison(known, changes)).toEqual(
      new Map([
        ['b', '4'],
        ['c', '3'],
        ['a', '5'],
      ]),
    );
  });

  test('a comparison may rename a document to the former path of another renamed document', () => {
    const changes: Change[] = [
      { kind: 'renamed', path: 'b', previousPath: 'a', blob: '1' },
      { kind: 'renamed', path: 'a', previousPath: 'b', blob: '2' },
    ];
    expect(applyComparison(known, changes)).toEqual(
      new Map([
        ['b', '1'],
        ['a', '2'],
      ]),
    );
  });

  test.each<[string, Change[]]>([
    ['removes what is not there', [{ kind: 'removed', path: 'x' }]],
    [
      'removes one path twice',
      [
        { kind: 'removed', path: 'a' },
        { kind: 'removed', path: 'a' },
      ],
    ],
    ['renames what is not there', [{ kind: 'renamed', path: 'y', previousPath: 'x', blob: '1' }]],
    ['renames onto a path that is there', [{ kind: 'renamed', path: 'b', previousPath: 'a', blob: '1' }]],
    ['adds what is there', [{ kind: 'added', path: 'a', blob: '3' }]],
    ['modifies what is not there', [{ kind: 'modified', path: 'x', blob: '3' }]],
    [
      'names one path twice',
      [
        { kind: 'modified', path: 'a', blob: '3' },
        { kind: 'modified', path: 'a', blob: '4' },
      ],
    ],
  ])('a comparison that %s is refused', (_, changes) => {
    expect(applyComparison(known, changes)).toBeNull();
  });
});

describe('the diff of one source', () => {
  const FILES = { 'a.md': 'Alpha', 'b.md': 'Beta' };
  const { signal } = new AbortController();

  /** A source whose first commit is indexed, as it is after its head was checked. */
  async function checkedSource({ roots = [plainRoot('')], files = FILES as Record<string, string> } = {}) {
    const source = new MemorySource('memory:docs', roots);
    const from = source.commit(FILES);
    const published = await source.manifest(from);
    source.listings = 0;
    const to = files === FILES ? from : source.commit(files);
    const former = buildSourceStatus({ roots, commit: from });
    const checked: SourceHead = {
      id: 'memory:docs',
      identity: source.identity,
      former,
      moves: [],
      reselected: false,
      readdressed: [],
      from,
      head: { revision: to },
      checkedAt: '2026-01-02T00:00:00.000Z',
      error: null,
    };
    return { source, checked, to, state: { published, withheld: new Map<string, string>(), rebuild: false } };
  }

  test('an unmoved source needs neither a comparison nor a listing', async () => {
    const { source, checked, state } = await checkedSource();
    source.beforeAnswer = (method) => {
      throw new Error(`${method} was asked`);
    };
    expect(await diffSource(source, checked, state, signal)).toMatchObject({
      target: state.published,
      listed: false,
      commits: [],
    });
  });

  test('a moved source is compared, and its rename is known', async () => {
    const { source, checked, state, to } = await checkedSource({
      files: { 'c.md': 'Alpha', 'b.md': 'Beta' },
    });
    const diff = await diffSource(source, checked, state, signal);
    expect([...diff.target.keys()].sort()).toEqual(['b.md', 'c.md']);
    expect(diff).toMatchObject({ to, renames: new Map([['a.md', 'c.md']]), commits: [to], listed: false });
  });

  test('a skipped file counts with its blob in the source, and is not read again', async () => {
    const { source, checked, state } = await checkedSource();
    const withheld = new Map([
      ['a.md', 'broken'],
      ['never.md', 'binary'],
    ]);
    const { known, target } = await diffSource(source, checked, { ...state, withheld }, signal);
    expect(known).toEqual(new Map([...state.published, ...withheld]));
    expect(target).toEqual(known);
  });

  test.each<[string, object, object]>([
    ['a rebuild', {}, { rebuild: true }],
    ['another selection of files', { reselected: true }, {}],
    ['a source that was never indexed', { from: null }, { published: new Map() }],
  ])('%s lists the manifest', async (_, changes, knowledge) => {
    const { source, checked, state } = await checkedSource();
    const diff = await diffSource(source, { ...checked, ...changes }, { ...state, ...knowledge }, signal);
    expect([diff.listed, source.listings]).toEqual([true, 1]);
    expect([...diff.target.keys()].sort()).toEqual(['a.md', 'b.md']);
  });

  test('a source that does not answer keeps its documents and its skipped files', async () => {
    const { source, checked, state } = await checkedSource();
    const error = new OperationalError('GITHUB_UNREACHABLE', 'no answer.', 'Wait.');
    const withheld = new Map([['never.md', 'binary']]);
    for (const rebuild of [false, true]) {
      const diff = await diffSource(
        source,
        { ...checked, head: null, error },
        { ...state, withheld, rebuild },
        signal,
      );
      expect(diff).toMatchObject({ error, to: checked.from });
      expect(diff.target).toEqual(new Map([...state.published, ...withheld]));
      expect(diff.known).toEqual(diff.target);
    }
  });

  test('a root at another place renames its documents, together with the renames of the source', async () => {
    const [from, to]: [Root, Root] = [plainRoot('', 'old'), plainRoot('', 'new')];
    const { source, checked, state } = await checkedSource({
      roots: [from],
      files: { 'c.md': 'Alpha', 'b.md': 'Beta' },
    });
    const moved = source.withRoots([to]);
    const diff = await diffSource(
      moved,
      { ...checked, identity: moved.identity, moves: [{ from, to }] },
      state,
      signal,
    );
    expect([...diff.target.keys()].sort()).toEqual(['new/b.md', 'new/c.md']);
    expect(diff.renames).toEqual(
      new Map([
        ['old/a.md', 'new/c.md'],
        ['old/b.md', 'new/b.md'],
      ]),
    );
    expect(diff.listed).toBe(false);
  });
});

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
