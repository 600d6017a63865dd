import { describe, expect, test } from '@jest/globals';
import { plainRoot } from '../../../test/support/source-builder.ts';
import { type FileDelta, SourceFiles } from './source-files.ts';

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
