import fc from 'fast-check';
import type { Manifest } from '../../src/shared/domain/change.ts';

/** Few paths and fewer blobs, so that renames, copies and swaps happen all the time. */
const path = fc.constantFrom('a.md', 'b.md', 'c.md', 'sub/a.md', 'sub/b.md', 'A.md', '本.md');
const blob = fc.constantFrom('1', '2', '3', '4');

export const anyManifest: fc.Arbitrary<Manifest> = fc
  .uniqueArray(fc.tuple(path, blob), { selector: ([name]) => name })
  .map((entries) => new Map(entries));
