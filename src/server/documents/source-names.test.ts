import { describe, expect, test } from '@jest/globals';
import { buildSource, sourceStatus, TWO_SOURCES } from '../../../test/support/source-builder.ts';
import { THREE_SOURCES } from '../../../test/support/three-sources.ts';
import { docsName, repositoryOf, sourceLabel, sourceNameOf, sourceNames } from './source-names.ts';

const EINO = 'github:cloudwego/cloudwego.github.io';
const EINO_SITE = 'https://www.cloudwego.io/docs/eino';
const source = (from: string, site: string | null = null, at = '') => buildSource(from, [{ at, site }]);

describe('the name of the docs', () => {
  test.each([
    [[], 'EINO docs'],
    [[source(EINO)], 'EINO docs'],
    [[source(EINO), source('github:cloudwego/eino-ext', null, 'ext')], 'EINO docs'],
    [[source('git:/home/me/clone', EINO_SITE)], 'EINO docs'],
    [[source('git:/home/me/clone', 'https://docs.example.com/guide')], 'Docs of docs.example.com/guide'],
    [[source('github:owner/name', EINO_SITE)], 'Docs of owner/name'],
    [[source('dir:/home/me/notes')], 'Docs'],
    [[source('git:/home/me/clone', 'https://github.com/owner/name/blob/main')], 'Docs of owner/name'],
    [TWO_SOURCES, 'Docs of acme/site and acme/ext'],
    [
      ['a', 'b', 'c', 'd', 'e'].map((name) => source(`github:o/${name}`, null, name)),
      'Docs of o/a, o/b, o/c and 2 more',
    ],
  ])('docs from the sources %j are named %s, without a local path', (sources, title) => {
    const name = docsName({ sources });
    expect(name.title).toBe(title);
    expect(name.about).not.toContain('/home');
  });
});

describe('the label of a source', () => {
  test.each([
    ['github:owner/name', null, '', 'owner/name'],
    ['git:/home/me/clone', 'https://github.com/owner/name/blob/main/docs', 'x', 'owner/name'],
    ['git:/home/me/clone', 'https://docs.example.com/guide', 'x', 'docs.example.com/guide'],
    ['dir:/home/me/notes', null, 'notes', 'notes'],
    ['dir:/home/me/notes', null, '', 'documents'],
  ])('the source %s with the site %s at %j has the label %s', (from, site, at, label) => {
    expect(sourceLabel(source(from, site, at))).toBe(label);
  });

  test('a source whose first root is published nowhere has the address of another root as its label', () => {
    const roots = [{ at: 'drafts' }, { at: 'guide', site: 'https://docs.example.com/guide' }];
    expect(sourceLabel(buildSource('dir:/home/me', roots))).toBe('docs.example.com/guide');
  });

  test('a source has no repository if it is neither from GitHub nor published there', () => {
    expect(repositoryOf(source('github:owner/name'))).toBe('owner/name');
    expect(repositoryOf(source('dir:/a', 'https://docs.example.com'))).toBeNull();
    expect(repositoryOf(source('git:/a', 'not an address'))).toBeNull();
  });
});

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
