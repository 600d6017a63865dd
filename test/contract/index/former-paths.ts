import { expect, test } from '@jest/globals';
import type { HistoryPosition } from '../../../src/shared/domain/history.ts';
import { type IndexSession, MAX_REDIRECTS } from '../../../src/worker/index/index-writer.ts';
import { begin, FINGERPRINT, sourceAt, sync } from '../../support/sync-steps.ts';
import type { IndexFixture } from './index-fixture.ts';

const POSITION: HistoryPosition = {
  next: 'c0ffee 1 2',
  paths: [['old.md', 'b.md']],
  vacated: ['gone.md', '模块/旧.md'],
};

const found = (redirects: Readonly<Record<string, string>>, positions = {}) => ({
  found: new Map(Object.entries(redirects)),
  positions,
});

export function formerPaths(index: () => IndexFixture): void {
  async function lookUp(path: string) {
    const { document, redirectedFrom } = await index().reader.document(path);
    return document === null ? null : [document.path, redirectedFrom];
  }

  /** Runs `work` in a session, as a sync does. */
  async function inSession<T>(work: (session: IndexSession) => Promise<T>): Promise<T> {
    const session = await begin(index().writer);
    try {
      return await work(session);
    } finally {
      await session.abandon();
    }
  }

  test('a publish adds former paths that a run found, with the documents it brings', async () => {
    await sync(index().writer, 1, {
      documents: [{ path: 'a.md' }],
      formerPaths: found({ 'old.md': 'a.md' }),
    });
    expect(await lookUp('old.md')).toEqual(['a.md', 'old.md']);
    await sync(index().writer, 2, { documents: [{ path: 'b.md' }] });
    expect(await lookUp('old.md')).toEqual(['a.md', 'old.md']);
  });

  test('an advance adds former paths and keeps the sequence', async () => {
    const { writer } = index();
    const { sequence } = await sync(writer, 1, { documents: [{ path: 'a.md' }] });
    const status = await inSession((session) =>
      session.advance({
        sources: [sourceAt(1, { formerPaths: { state: 'complete' } })],
        skipped: [],
        summaries: null,
        formerPaths: found({ 'old.md': 'a.md' }),
      }),
    );
    expect(status).toMatchObject({ sequence, sources: [{ formerPaths: { state: 'complete' } }] });
    expect(await lookUp('old.md')).toEqual(['a.md', 'old.md']);
  });

  test('a former path is not added where a document or a former path is already, nor if it leads to no document', async () => {
    const { writer } = index();
    await sync(writer, 1, { documents: [{ path: 'a.md' }, { path: 'c.md' }] });
    await sync(writer, 2, {
      documents: [{ path: 'b.md' }],
      removed: ['a.md'],
      renamed: new Map([['a.md', 'b.md']]),
      formerPaths: found({ 'a.md': 'c.md', 'b.md': 'c.md', 'c.md': 'b.md', 'x.md': 'nowhere.md' }),
    });
    expect(await lookUp('a.md')).toEqual(['b.md', 'a.md']);
    expect(await lookUp('b.md')).toEqual(['b.md', undefined]);
    expect(await lookUp('c.md')).toEqual(['c.md', undefined]);
    expect(await lookUp('x.md')).toBeNull();
  });

  test('a former path that was found follows later renames', async () => {
    const { writer } = index();
    await sync(writer, 1, { documents: [{ path: 'a.md' }], formerPaths: found({ 'old.md': 'a.md' }) });
    await sync(writer, 2, {
      documents: [{ path: 'b.md' }],
      removed: ['a.md'],
      renamed: new Map([['a.md', 'b.md']]),
    });
    expect(await lookUp('old.md')).toEqual(['b.md', 'old.md']);
  });

  test('former paths survive a new generation', async () => {
    const { writer } = index();
    const positions = { 'github:o/r@main': POSITION };
    await sync(writer, 1, {
      documents: [{ path: 'a.md' }],
      formerPaths: found({ 'old.md': 'a.md' }, positions),
    });
    const fingerprint = { ...FINGERPRINT, chunker: 2 };
    await sync(writer, 2, { documents: [{ path: 'a.md' }] }, { fingerprint });
    expect(await lookUp('old.md')).toEqual(['a.md', 'old.md']);
    const view = await writer.inspect({ fingerprint, rebuild: false });
    expect(await view.historyPositions()).toEqual(positions);
  });

  test('an index keeps the newest former paths, up to a limit', async () => {
    const { writer } = index();
    const many = Array.from({ length: MAX_REDIRECTS }, (_, i) => [`old-${i}.md`, 'a.md']);
    await sync(writer, 1, { documents: [{ path: 'a.md' }], formerPaths: found(Object.fromEntries(many)) });
    expect(await lookUp(`old-${MAX_REDIRECTS - 1}.md`)).toEqual(['a.md', `old-${MAX_REDIRECTS - 1}.md`]);
    await sync(writer, 2, {
      documents: [{ path: 'b.md' }],
      removed: ['a.md'],
      renamed: new Map([['a.md', 'b.md']]),
      formerPaths: found({ 'oldest.md': 'b.md' }),
    });
    expect(await lookUp('a.md')).toEqual(['b.md', 'a.md']);
    expect(await lookUp('old-0.md')).toEqual(['b.md', 'old-0.md']);
    expect(await lookUp(`old-${MAX_REDIRECTS - 1}.md`)).toBeNull();
    expect(await lookUp('oldest.md')).toBeNull();
  });

  test('the positions in the histories are kept until a run that read some replaces them', async () => {
    const { writer } = index();
    const positions = async () => {
      const view = await writer.inspect({ fingerprint: FINGERPRINT, rebuild: false });
      return view.historyPositions();
    };
    await sync(writer, 1, { documents: [{ path: 'b.md' }] });
    expect(await positions()).toEqual({});
    const two = { 'github:o/r@main': POSITION, 'github:o/s@main': { ...POSITION, vacated: [] } };
    await sync(writer, 2, { documents: [{ path: 'c.md' }], formerPaths: found({}, two) });
    expect(await positions()).toEqual(two);
    await sync(writer, 3, { documents: [{ path: 'd.md' }] });
    expect(await positions()).toEqual(two);
    const advance = { sources: [sourceAt(3)], skipped: [], summaries: null };
    await inSession((session) => session.advance(advance));
    expect(await positions()).toEqual(two);
    const one = { 'github:o/s@main': { ...POSITION, next: 'further' } };
    await inSession(async (session) => {
      expect(await session.historyPositions()).toEqual(two);
      await session.advance({ ...advance, formerPaths: found({}, one) });
    });
    expect(await positions()).toEqual(one);
  });

  test('a run that has lost its lease adds no former path', async () => {
    const fixture = index();
    await sync(fixture.writer, 1, { documents: [{ path: 'a.md' }] });
    const late = await begin(fixture.writer, { owner: 'late' });
    fixture.now += 3_600_000;
    const other = await begin(fixture.openWriter(), { owner: 'other' });
    const advance = { sources: [sourceAt(1)], skipped: [], summaries: null };
    await expect(
      late.advance({ ...advance, formerPaths: found({ 'old.md': 'a.md' }) }),
    ).rejects.toMatchObject({ code: 'INDEX_LEASE_LOST' });
    await other.abandon();
    expect(await lookUp('old.md')).toBeNull();
  });
}
