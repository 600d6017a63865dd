import { describe, expect, test } from '@jest/globals';
import { sourceStatus } from '../../../test/support/source-builder.ts';
import { THREE_SOURCES } from '../../../test/support/three-sources.ts';
import { sourceNameOf, sourceNames } from './source-names.ts';

describe('the public names of sources', () => {
  const namesOf = (...sources: [from: string, ref: string | null][]) => {
    const statuses = sources.map(([from, ref]) => sourceStatus({ from, ref }));
    return statuses.map(sourceNames(statuses));
  };

  test('a source on GitHub has the name of its repository, with the ref where two have the same repository', () => {
    expect(namesOf(['github:o/a', 'main'], ['github:o/b', 'main'])).toEqual(['o/a', 'o/b']);
    expect(namesOf(['github:o/a', 'main'], ['github:o/a', 'v1'])).toEqual(['o/a@main', 'o/a@v1']);
  });

  test('folders and clones without a site have different names, without their paths', () => {
    const found = namesOf(['dir:/home/a', null], ['dir:/home/b', null], ['git:/home/c', 'main']);
    expect(new Set(found).size).toBe(3);
    expect(found.join()).not.toContain('home');
  });

  test('a source that the index no longer has is named by its label', () => {
    const nameOf = sourceNames([sourceStatus()]);
    expect(nameOf({ from: 'github:o/former', ref: 'main' })).toBe('o/former');
    expect(nameOf({ from: 'dir:/home/former', ref: null })).not.toContain('home');
  });
});

test('a document has the name of its source, and a name without one', () => {
  const [source] = THREE_SOURCES.sources;
  const at = source?.roots[0]?.at ?? '';
  expect(sourceNameOf(THREE_SOURCES, `${at === '' ? '' : `${at}/`}a.md`)).toBe(
    source === undefined ? '' : sourceNames(THREE_SOURCES.sources)(source),
  );
  expect(sourceNameOf({ sources: [] }, 'a.md')).toBe('documents');
});
