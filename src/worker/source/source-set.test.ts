import { describe, expect, test } from '@jest/globals';
import { MemorySource } from '../../../test/support/memory-source.ts';
import { plainRoot } from '../../../test/support/source-builder.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { SourceSet } from './source-set.ts';

const DOWN = new OperationalError('GITHUB_UNREACHABLE', 'no answer.', 'Wait.');

async function setUp() {
  const docs = new MemorySource('memory:docs');
  const code = new MemorySource('memory:code', [plainRoot('', 'code')]);
  const revisions = new Map([
    ['memory:docs', docs.commit({ 'a.md': 'A', 'b.md': 'B' })],
    ['memory:code', code.commit({ 'c.md': 'C', 'd.md': 'D' })],
  ]);
  const manifests = await Promise.all(
    [docs, code].map((source) => source.manifest(revisions.get(source.identity.from) ?? never())),
  );
  const files = manifests.flatMap((manifest) => [...manifest].map(([path, blob]) => ({ path, blob })));
  return { docs, code, revisions, files, set: new SourceSet([docs, code]) };
}

function never(): never {
  throw new Error('not reached');
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('the heads of several sources', () => {
  test('every source is asked, with what its own last check returned', async () => {
    const { set, docs, revisions } = await setUp();
    const first = await set.heads(new Map());
    expect([...first.keys()]).toEqual(['memory:docs', 'memory:code']);
    expect(first.get('memory:docs')).toMatchObject({ revision: revisions.get('memory:docs') });
    const known = { revision: docs.commit({ 'a.md': 'A2' }), tag: 'an old tag' };
    expect((await set.heads(new Map([['memory:docs', known]]))).get('memory:docs')).toMatchObject({
      revision: known.revision,
      tag: `tag of ${known.revision.sha}`,
    });
  });

  test('the failure of a source is its answer, and the others answer all the same', async () => {
    const { set, code, revisions } = await setUp();
    code.beforeAnswer = () => {
      throw DOWN;
    };
    const heads = await set.heads(new Map());
    expect(heads.get('memory:docs')).toMatchObject({ revision: revisions.get('memory:docs') });
    expect(heads.get('memory:code')).toEqual({ failed: 'memory:code', error: DOWN });
  });

  test.each([
    ['a list that contradicts itself', new OperationalError('CONFIG_INVALID', 'two roots.', 'Move one.')],
    ['an unexpected error', new TypeError('a bug')],
  ])('%s rejects', async (_, error) => {
    const { set, code } = await setUp();
    code.beforeAnswer = () => {
      throw error;
    };
    await expect(set.heads(new Map())).rejects.toBe(error);
  });

  test("heads() and read() reject with the signal's reason, not with a failure of a source", async () => {
    const { set, docs, revisions, files } = await setUp();
    const stop = new AbortController();
    const reason = new Error('stopped');
    docs.beforeAnswer = () => {
      stop.abort(reason);
      throw DOWN;
    };
    await expect(set.heads(new Map(), stop.signal)).rejects.toBe(reason);
    await expect(collect(set.read(files, revisions, stop.signal))).rejects.toBe(reason);
  });
});

describe('reading files of several sources', () => {
  test('every file is read from the source it belongs to', async () => {
    const { set, docs, code, revisions, files } = await setUp();
    const read = await collect(set.read(files, revisions));
    expect(read).toHaveLength(4);
    expect([docs.filesRead, code.filesRead]).toEqual([
      ['a.md', 'b.md'],
      ['code/c.md', 'code/d.md'],
    ]);
  });

  test('a source that fails halfway yields its failure after what it had read, and the next source is read', async () => {
    const { set, docs, revisions, files } = await setUp();
    let calls = 0;
    docs.beforeAnswer = () => {
      if (calls++ === 1) throw DOWN;
    };
    expect(await collect(set.read(files, revisions))).toMatchObject([
      { path: 'a.md' },
      { failed: 'memory:docs', error: DOWN },
      { path: 'code/c.md' },
      { path: 'code/d.md' },
    ]);
  });

  test('a source without a requested file is not asked', async () => {
    const { set, code, revisions, files } = await setUp();
    code.beforeAnswer = never;
    expect(await collect(set.read(files.slice(0, 1), revisions))).toHaveLength(1);
    expect(await collect(set.read([], new Map()))).toEqual([]);
  });

  test('reading that is abandoned midway ends the reading of the source', async () => {
    const { docs, revisions, files } = await setUp();
    let ended = false;
    const source = Object.assign(Object.create(docs), {
      async *read(...args: Parameters<MemorySource['read']>) {
        try {
          yield* docs.read(...args);
        } finally {
          ended = true;
        }
      },
    });
    for await (const _ of new SourceSet([source]).read(files.slice(0, 2), revisions)) break;
    expect(ended).toBe(true);
  });

  test('a file without a revision to read at, and a source that is not in the list, are mistakes of the caller', async () => {
    const { set, files } = await setUp();
    await expect(collect(set.read(files, new Map()))).rejects.toThrow(RangeError);
    expect(() => set.source('memory:other')).toThrow(RangeError);
  });
});
