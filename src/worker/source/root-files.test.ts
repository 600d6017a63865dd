import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Root } from '../../shared/domain/source.ts';
import { languageOf, RootFiles } from './root-files.ts';

const ROOT: Root = {
  path: '',
  at: '',
  include: ['**/*.md'],
  exclude: [],
  site: null,
  pages: 'plain',
  language: 'en',
  languages: {},
};

test.each([
  ['docs/guide.md', 'ext/guide.md'],
  ['docs/a/b/guide.md', 'ext/a/b/guide.md'],
  ['docs/bell\u0007.md', 'ext/bell\uFFFD.md'],
  ['docs/testdata/guide.md', null],
  ['docs/guide.txt', null],
  ['docs/.hidden/guide.md', null],
  ['docs/../secret.md', null],
  ['docs2/guide.md', null],
  ['guide.md', null],
  ['docs', null],
])('a root at ext with the path docs lists the file %s as %s', (file, expected) => {
  const files = new RootFiles({ ...ROOT, path: 'docs', at: 'ext', exclude: ['**/testdata/**'] });
  expect(files.indexPath(file)).toBe(expected);
});

test('a root lists only files that a glob of include matches', () => {
  const files = new RootFiles({ ...ROOT, include: ['guides/**', 'README.md'] });
  expect(files.indexPath('guides/a/b.md')).toBe('guides/a/b.md');
  expect(files.indexPath('README.md')).toBe('README.md');
  expect(files.indexPath('other/README.md')).toBeNull();
  expect(files.indexPath('guides/a/b.go')).toBeNull();
});

test('globs are matched against the path below the root', () => {
  const files = new RootFiles({ ...ROOT, path: 'content/en', exclude: ['content/**'] });
  expect(files.indexPath('content/en/a.md')).toBe('a.md');
  expect(files.indexPath('content/en/content/a.md')).toBeNull();
});

test('the path in the source of every listed document is the path it was listed from', () => {
  const name = fc.stringMatching(/^[a-z][a-z ]{0,4}$/);
  const folder = fc.array(name, { maxLength: 3 }).map((names) => names.join('/'));
  fc.assert(
    fc.property(folder, folder, fc.array(name, { minLength: 1 }), (path, at, names) => {
      const files = new RootFiles({ ...ROOT, path, at });
      const file = `${path === '' ? '' : `${path}/`}${names.join('/')}.md`;
      const indexed = files.indexPath(file);
      expect(indexed).toBe(`${at === '' ? '' : `${at}/`}${names.join('/')}.md`);
      expect(files.sourcePath(indexed ?? '')).toBe(file);
    }),
  );
});

test('the language of a document is the first one with a glob that matches, else that of the root', () => {
  const root = { ...ROOT, languages: { zh: ['**/README*zh*.md'], 'pt-BR': ['pt/**', '**/README*.md'] } };
  expect(languageOf(root, 'a/README.zh_CN.md')).toBe('zh');
  expect(languageOf(root, 'pt/a.md')).toBe('pt-BR');
  expect(languageOf(root, 'a/README.md')).toBe('pt-BR');
  expect(languageOf(root, 'a/guide.md')).toBe('en');
});
