import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newestReleaseTag } from './release-tag.ts';

describe('newestReleaseTag()', () => {
  test.each([
    ['compares numbers, not text', ['v0.9.13', 'v0.10.0', 'v0.9.2'], 'v0.10.0'],
    ['leaves out pre-releases', ['v0.9.13', 'v0.10.0-beta.1', 'v1.0.0-rc.1'], 'v0.9.13'],
    ['leaves out the tags of modules in folders', ['components/model/openai/v9.0.0', 'v0.1.0'], 'v0.1.0'],
    [
      'leaves out what is no semantic version',
      ['v2', 'v1.2', '1.2.3', 'v01.2.3', 'nightly', 'v1.2.3 '],
      null,
    ],
    ['accepts build metadata', ['v1.0.0', 'v1.0.1+incompatible'], 'v1.0.1+incompatible'],
    ['returns null for no tags', [], null],
    [
      'compares numbers of any size',
      ['v9007199254740992.0.0', 'v9007199254740993.0.0'],
      'v9007199254740993.0.0',
    ],
  ])('newestReleaseTag() %s', (_, tags, expected) => {
    expect(newestReleaseTag(tags)).toBe(expected);
  });

  test('newestReleaseTag() returns the greatest version, whatever the order of the tags', () => {
    const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20));
    const others = fc.array(fc.constantFrom('main', 'v1.0.0-alpha', 'a/v99.0.0', 'v1'));
    fc.assert(
      fc.property(fc.array(version, { minLength: 1 }), others, fc.nat(), (versions, other, seed) => {
        const tags = [...versions.map((numbers) => `v${numbers.join('.')}`), ...other];
        const shuffled = tags.toSorted((a, b) => ((a.length * 31 + seed) % 7) - ((b.length * 31 + seed) % 7));
        const greatest = versions.toSorted(([a, b, c], [x, y, z]) => a - x || b - y || c - z).at(-1);
        expect(newestReleaseTag(shuffled)).toBe(`v${greatest?.join('.')}`);
      }),
    );
  });
});
