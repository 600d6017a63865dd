import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../shared/domain/change.ts';
import { applyComparison } from './diff-source.ts';

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
