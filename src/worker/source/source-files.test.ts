import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainRoot } from '../../../test/support/source-builder.ts';
import type { Root } from '../../shared/domain/source.ts';
import { type FileDelta, languageOf, RootFiles, SourceFiles } from './source-files.ts';

const files = new SourceFiles([plainRoot('docs'), plainRoot('docs/zh', 'zh'), plainRoot('ext', 'ext')]);
const fileAt = (path: string, blob = '1') => ({ path, blob });

describe('the folders of roots', () => {
  test('a folder within another root is not read on its own', () => {
    expect(files.rootFolders).toEqual(['docs', 'docs/zh', 'ext']);
    expect(files.folders).toEqual(['docs', 'ext']);
    expect(new SourceFiles([plainRoot('docs'), plainRoot('', 'all')]).folders).toEqual(['']);
  });

  test('a folder of two roots is read once, and a folder whose name only starts alike on its own', () => {
    const roots = [plainRoot('docs'), plainRoot('docs', 'again'), plainRoot('docs-old', 'old')];
    expect(new SourceFiles(roots).folders).toEqual(['docs', 'docs-old']);
  });
});

describe('the paths of a file', () => {
  test('a file has a path in the index for each root that selects it', () => {
    const twice = new SourceFiles([plainRoot('docs', 'docs'), plainRoot('', 'all')]);
    expect(twice.indexPaths('docs/a.md')).toEqual(['docs/a.md', 'all/docs/a.md']);
    expect(twice.indexPaths('README.md')).toEqual(['all/README.md']);
    expect(twice.indexPaths('docs/a.png')).toEqual([]);
  });

  test('sourcePath() is the inverse of indexPaths()', () => {
    const twice = new SourceFiles([plainRoot('docs', 'docs'), plainRoot('', 'all')]);
    for (const path of ['docs/a.md', 'docs/sub/b.md', 'README.md'])
      for (const indexPath of twice.indexPaths(path)) expect(twice.sourcePath(indexPath)).toBe(path);
  });

  test('a file that would stand below the place of another root is refused, and both roots are named', () => {
    expect(() => files.indexPaths('docs/ext/a.md')).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/"docs" \(at ""\).*ext\/a\.md.*"ext" \(at "ext"\)/),
      }),
    );
  });

  test('a root within the folder of another, at the same place, conflicts with it', () => {
    // docs/zh/a.md is selected by both roots for zh/a.md.
    expect(() => files.indexPaths('docs/zh/a.md')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
    const excluding = { ...plainRoot('docs'), exclude: ['zh/**'] };
    const apart = new SourceFiles([excluding, plainRoot('docs/zh', 'zh')]);
    expect(apart.indexPaths('docs/zh/a.md')).toEqual(['zh/a.md']);
  });
});

describe('the listing of a tree', () => {
  test('the documents of a tree are listed at their places, with links marked and without submodules', () => {
    const { manifest, links } = files.list([
      { path: 'docs/a.md', mode: '100644', sha: '1' },
      { path: 'ext/link.md', mode: '120000', sha: '2' },
      { path: 'ext/module.md', mode: '160000', sha: '3' },
      { path: 'ext/.hidden/b.md', mode: '100644', sha: '4' },
      { path: 'README.md', mode: '100644', sha: '5' },
    ]);
    expect(manifest).toEqual(
      new Map([
        ['a.md', '1'],
        ['ext/link.md', '2'],
      ]),
    );
    expect(links).toEqual(new Set(['ext/link.md']));
  });

  test('every root must have a document', () => {
    const manifest = new Map([['a.md', '1']]);
    expect(() => new SourceFiles([plainRoot('docs')]).requireDocuments(manifest, 'owner/name')).not.toThrow();
    expect(() =>
      new SourceFiles([plainRoot('docs'), plainRoot('ext', 'ext')]).requireDocuments(manifest, 'owner/name'),
    ).toThrow(
      expect.objectContaining({
        code: 'DOCS_EMPTY',
        message: 'There is no .md file below ext of owner/name.',
      }),
    );
  });
});

describe('the changes of files as changes of documents', () => {
  test.each<[string, FileDelta, object[]]>([
    [
      'a new file is added',
      { before: null, after: fileAt('docs/a.md') },
      [{ kind: 'added', path: 'a.md', blob: '1' }],
    ],
    [
      'an edited file is modified',
      { before: 'ext/a.md', after: fileAt('ext/a.md') },
      [{ kind: 'modified', path: 'ext/a.md', blob: '1' }],
    ],
    [
      'a deleted file is removed',
      { before: 'ext/a.md', after: null },
      [{ kind: 'removed', path: 'ext/a.md' }],
    ],
    [
      'a file that moves within a root is renamed',
      { before: 'ext/a.md', after: fileAt('ext/b/a.md') },
      [{ kind: 'renamed', previousPath: 'ext/a.md', path: 'ext/b/a.md', blob: '1' }],
    ],
    [
      'a file that moves out of all roots is removed',
      { before: 'ext/a.md', after: fileAt('a.md') },
      [{ kind: 'removed', path: 'ext/a.md' }],
    ],
    [
      'a file that moves into a root is added',
      { before: 'a.md', after: fileAt('ext/a.md') },
      [{ kind: 'added', path: 'ext/a.md', blob: '1' }],
    ],
    [
      'a file that moves from one root to another is removed and added',
      { before: 'docs/a.md', after: fileAt('ext/a.md') },
      [
        { kind: 'removed', path: 'a.md' },
        { kind: 'added', path: 'ext/a.md', blob: '1' },
      ],
    ],
    [
      'a file that becomes a document by its new name is added',
      { before: 'ext/a.txt', after: fileAt('ext/a.md') },
      [{ kind: 'added', path: 'ext/a.md', blob: '1' }],
    ],
    [
      'a file that leaves the place of another root is added',
      { before: 'docs/ext/a.md', after: fileAt('docs/a.md') },
      [{ kind: 'added', path: 'a.md', blob: '1' }],
    ],
    [
      'a file that is deleted below the place of another root is no change',
      { before: 'docs/ext/a.md', after: null },
      [],
    ],
    ['a file of no root is no change', { before: null, after: fileAt('README.md') }, []],
  ])('%s', (_, delta, changes) => {
    expect(files.changes([delta])).toEqual(changes);
  });

  test('a file that two roots select changes in both', () => {
    const twice = new SourceFiles([plainRoot('docs', 'docs'), plainRoot('', 'all')]);
    expect(twice.changes([{ before: 'docs/a.md', after: fileAt('b.md') }])).toEqual([
      { kind: 'removed', path: 'docs/a.md' },
      { kind: 'renamed', previousPath: 'all/docs/a.md', path: 'all/b.md', blob: '1' },
    ]);
  });
});

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
  expect(files.indexPath('guides/a/b.txt')).toBeNull();
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
