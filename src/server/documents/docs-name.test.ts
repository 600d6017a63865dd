import { describe, expect, test } from '@jest/globals';
import { buildSource, TWO_SOURCES } from '../../../test/support/source-builder.ts';
import { docsName, repositoryOf, sourceLabel } from './docs-name.ts';

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
