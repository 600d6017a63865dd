import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../shared/domain/change.ts';
import { changesOfIndex, compareChunks, skippedAt } from './index-changes.ts';

describe('the skipped documents of a new revision', () => {
  const skip = (path: string, blob: string) => ({ path, blob, reason: 'not UTF-8 text' });

  test('the skipped documents of a revision are the newly skipped ones and the earlier ones that did not change', () => {
    const target = new Map([
      ['same.md', '1'],
      ['edited.md', '3'],
      ['new.md', '4'],
    ]);
    const before = [skip('same.md', '1'), skip('edited.md', '2'), skip('gone.md', '9')];
    expect(skippedAt(target, before, [skip('new.md', '4')])).toEqual([
      skip('new.md', '4'),
      skip('same.md', '1'),
    ]);
  });

  test('a document that is skipped again is listed once', () => {
    const again = { ...skip('same.md', '1'), reason: 'another reason' };
    expect(skippedAt(new Map([['same.md', '1']]), [skip('same.md', '1')], [again])).toEqual([again]);
  });
});

describe('changes of the source as changes of the index', () => {
  const published = new Map([['page.md', '1']]);
  const translated = (change: Change, ...skipped: string[]) =>
    changesOfIndex([change], published, new Set(skipped));

  test('a skipped document does not change in the index: its published version stays', () => {
    expect(translated({ kind: 'modified', path: 'page.md', blob: '2' }, 'page.md')).toEqual([]);
    expect(translated({ kind: 'added', path: 'new.md', blob: '2' }, 'new.md')).toEqual([]);
  });

  test('a document that was renamed and cannot be indexed is removed at its former path', () => {
    expect(
      translated({ kind: 'renamed', path: 'new.md', previousPath: 'page.md', blob: '2' }, 'new.md'),
    ).toEqual([{ kind: 'removed', path: 'page.md' }]);
  });

  test('a document that could not be indexed before is added', () => {
    expect(translated({ kind: 'modified', path: 'was-broken.md', blob: '2' })).toEqual([
      { kind: 'added', path: 'was-broken.md', blob: '2' },
    ]);
    expect(translated({ kind: 'renamed', path: 'new.md', previousPath: 'was-broken.md', blob: '2' })).toEqual(
      [{ kind: 'added', path: 'new.md', blob: '2' }],
    );
  });

  test('the removal of a document that was never published changes nothing in the index', () => {
    expect(translated({ kind: 'removed', path: 'was-broken.md' })).toEqual([]);
  });

  test('changes of documents that are not skipped are the same in the index as in the source', () => {
    const changes: Change[] = [
      { kind: 'added', path: 'new.md', blob: '2' },
      { kind: 'renamed', path: 'moved.md', previousPath: 'page.md', blob: '1' },
    ];
    expect(changesOfIndex(changes, published, new Set())).toEqual(changes);
  });
});

describe('the chunks before and after a publish', () => {
  test('kept, added and removed chunks are counted by their ids', () => {
    expect(compareChunks(10, new Set(['a', 'b', 'c']), new Set(['b', 'c', 'd', 'e']))).toEqual({
      total: 11,
      added: 2,
      removed: 1,
      kept: 9,
    });
  });

  test('all chunks of a first sync are counted as added', () => {
    expect(compareChunks(0, new Set(), new Set(['a', 'b']))).toEqual({
      total: 2,
      added: 2,
      removed: 0,
      kept: 0,
    });
  });
});
