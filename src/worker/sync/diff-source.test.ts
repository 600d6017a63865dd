import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../shared/domain/change.ts';
import { applyComparison, changesOfIndex, knownManifest, skippedAt } from './diff-source.ts';

const known = new Map([
  ['a', '1'],
  ['b', '2'],
]);

describe('applying a comparison', () => {
  test('leads to the manifest it describes', () => {
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

  test('follows a rename onto a path that another rename left', () => {
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
  ])('refuses one that %s', (_, changes) => {
    expect(applyComparison(known, changes)).toBeNull();
  });
});

const skip = (path: string, blob: string) => ({ path, blob, reason: 'not UTF-8 text' });

test('the known manifest shows skipped documents as the source has them', () => {
  const published = new Map([
    ['kept.md', 'old'],
    ['page.md', '1'],
  ]);
  expect(knownManifest(published, [skip('kept.md', 'broken'), skip('never.md', 'binary')])).toEqual(
    new Map([
      ['kept.md', 'broken'],
      ['page.md', '1'],
      ['never.md', 'binary'],
    ]),
  );
});

describe('the skipped documents of a new revision', () => {
  test('are those of before that are still the same, and the new ones', () => {
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

  test('name a document once that was skipped again', () => {
    const again = { ...skip('same.md', '1'), reason: 'another reason' };
    expect(skippedAt(new Map([['same.md', '1']]), [skip('same.md', '1')], [again])).toEqual([again]);
  });
});

describe('changes of the source as changes of the index', () => {
  const published = new Map([['page.md', '1']]);
  const seen = (change: Change, ...skipped: string[]) =>
    changesOfIndex([change], published, new Set(skipped));

  test('leave out a skipped document: what is published of it stays', () => {
    expect(seen({ kind: 'modified', path: 'page.md', blob: '2' }, 'page.md')).toEqual([]);
    expect(seen({ kind: 'added', path: 'new.md', blob: '2' }, 'new.md')).toEqual([]);
  });

  test('remove the former path of a document that was renamed and cannot be indexed', () => {
    expect(seen({ kind: 'renamed', path: 'new.md', previousPath: 'page.md', blob: '2' }, 'new.md')).toEqual([
      { kind: 'removed', path: 'page.md' },
    ]);
  });

  test('add a document that could not be indexed before', () => {
    expect(seen({ kind: 'modified', path: 'was-broken.md', blob: '2' })).toEqual([
      { kind: 'added', path: 'was-broken.md', blob: '2' },
    ]);
    expect(seen({ kind: 'renamed', path: 'new.md', previousPath: 'was-broken.md', blob: '2' })).toEqual([
      { kind: 'added', path: 'new.md', blob: '2' },
    ]);
  });

  test('leave out the removal of a document that was never published', () => {
    expect(seen({ kind: 'removed', path: 'was-broken.md' })).toEqual([]);
  });

  test('are those of the source otherwise', () => {
    const changes: Change[] = [
      { kind: 'added', path: 'new.md', blob: '2' },
      { kind: 'renamed', path: 'moved.md', previousPath: 'page.md', blob: '1' },
    ];
    expect(changesOfIndex(changes, published, new Set())).toEqual(changes);
  });
});
