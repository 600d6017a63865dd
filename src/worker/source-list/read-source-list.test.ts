import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTemporaryFolder, removeFolder } from '../../../test/support/temporary-folder.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { readSourceList } from './read-source-list.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await createTemporaryFolder('source-list');
  file = join(folder, 'sources.yaml');
});
afterAll(() => removeFolder(folder));

function read(text: string | Uint8Array, webUrl = 'https://github.com') {
  writeFileSync(file, text);
  return readSourceList(file, webUrl);
}

/** The lines of the message, without the file's name. */
function problemsOf(text: string | Uint8Array): string[] {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    expect(error.code).toBe('CONFIG_INVALID');
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().replace(`${file}:`, ''));
  }
  return [];
}

/** The problems of a list of one source with one root that has these lines. */
function problemsOfRoot(...lines: string[]): string[] {
  return problemsOf(
    ['- from: github:a/b', '  roots:', '    -', ...lines.map((line) => `      ${line}`)].join('\n'),
  );
}

const DEFAULTS = { path: '', at: '', include: ['**/*.md'], exclude: [], language: 'en', languages: {} };

describe('the list of sources', () => {
  test('a list with every key is read as it is written', () => {
    const sources = read(`
- from: github:cloudwego/eino-ext
  ref: v1.0
  roots:
    - path: ./components/
      at: eino-ext/components
      include: ['**/*.md', '{a,b}/*.md']
      exclude: ['.github/**']
      site: https://docs.example.com/components/
      pages: hugo
      language: pt-BR
      languages: { zh: ['**/README*zh*.md'] }
`);
    expect(sources).toEqual([
      {
        from: 'github:cloudwego/eino-ext',
        ref: 'v1.0',
        roots: [
          {
            path: 'components',
            at: 'eino-ext/components',
            include: ['**/*.md', '{a,b}/*.md'],
            exclude: ['.github/**'],
            site: 'https://docs.example.com/components',
            pages: 'hugo',
            language: 'pt-BR',
            languages: { zh: ['**/README*zh*.md'] },
          },
        ],
      },
    ]);
  });

  test('a repository on GitHub without further keys is indexed as a whole, with its addresses on GitHub', () => {
    expect(read('- from: github:owner/name\n  roots: [{ path: . }]')).toEqual([
      {
        from: 'github:owner/name',
        ref: 'main',
        roots: [{ ...DEFAULTS, site: 'https://github.com/owner/name/blob/main', pages: 'github' }],
      },
    ]);
  });

  test('addresses on GitHub name the ref and the path of the root', () => {
    const [source] = read('- { from: "github:owner/name", ref: feature/a, roots: [{ path: docs/模块 }] }');
    expect(source?.roots[0]).toMatchObject({
      site: 'https://github.com/owner/name/blob/feature/a/docs/%E6%A8%A1%E5%9D%97',
      pages: 'github',
    });
  });

  test('addresses of GitHub Enterprise are those of its host', () => {
    const text = '- from: github:owner/name\n  roots: [{}]';
    expect(read(text, 'https://git.example.com')[0]?.roots[0]?.site).toBe(
      'https://git.example.com/owner/name/blob/main',
    );
  });

  test.each([
    ['github:a/b', '{ pages: plain }', { site: null, pages: 'plain' }],
    ['github:a/b', '{ site: "https://example.com" }', { site: 'https://example.com', pages: 'plain' }],
    ['git:/clone', '{}', { site: null, pages: 'plain' }],
    ['git:/clone', '{ pages: hugo }', { site: null, pages: 'hugo' }],
    [
      'git:/clone',
      '{ site: "https://github.com/a/b/blob/main" }',
      { site: 'https://github.com/a/b/blob/main', pages: 'github' },
    ],
  ])('a root of %s with the keys %s has addresses %j', (from, root, expected) => {
    expect(read(`- from: ${from}\n  roots: [${root}]`)[0]?.roots).toEqual([{ ...DEFAULTS, ...expected }]);
  });

  test('relative paths of clones and folders start at the folder of the file', () => {
    const sources = read(`
- { from: 'git:clones/docs', roots: [{ at: a }] }
- { from: 'dir:../notes', roots: [{ at: b }] }
- { from: 'dir:/absolute', roots: [{ at: c }] }
`);
    expect(sources.map(({ from, ref }) => [from, ref])).toEqual([
      [`git:${join(folder, 'clones/docs')}`, 'main'],
      [`dir:${join(folder, '../notes')}`, null],
      ['dir:/absolute', null],
    ]);
  });
});

describe('a list with mistakes', () => {
  test('every problem is named at once, in the order of the lines', () => {
    const problems = problemsOf(`- from: https://github.com/owner/name
  rots: []
- from: github:owner/name
  ref: 1.0
  roots:
    - at: docs
      inlude: ['*.md']
      site: ftp://example.com
    - at: docs
      exclude: ['!a.md']
- from: github:Owner/name
  ref: '1.0'
  roots: []
`);
    expect(problems).toEqual([
      '1: from: must be github:<owner>/<name>, git:<path of a clone> or dir:<path of a folder>',
      '1: roots: is missing',
      '2: "rots" is no key; did you mean roots?',
      '4: ref: must be text, in quotes if it looks like something else',
      '7: "inlude" is no key; did you mean include?',
      '8: site: must be an http:// or https:// address without user name or password',
      '9: at: "docs" is the place of the root of line 6 too; give each root its own',
      '10: exclude[0]: must not begin with !; name what is left out in exclude',
      '13: roots: must name at least one root',
    ]);
  });

  test.each([
    [['at: /zh'], '4: at: must be a folder such as zh'],
    [['at: zh/'], '4: at: must be a folder such as zh'],
    [['at: a/../b'], '4: at: must be a folder such as zh'],
    [['at: .hidden'], '4: at: must be a folder such as zh'],
    [['at: a\\b'], '4: at: must not contain backslashes'],
    [[`at: ${'a'.repeat(201)}`], '4: at: must have at most 200 characters'],
    [['path: ../a'], '4: path: must be a folder inside the repository'],
    [['at: a', 'include: []'], '5: include: must name at least one glob'],
    [['include: "*.md"'], '4: include: must be a list'],
    [['include: ["*.md", 5]'], '4: include[1]: must be text'],
    [[`include: [${'a,'.repeat(101)}]`], '4: include: must have at most 100 globs'],
    [['pages: wiki'], '4: pages: must be hugo, github or plain'],
    [['site: https://me:secret@example.com'], '4: site: must be an http:// or https:// address'],
    [['site: https://example.com/?a=b'], '4: site: must be an address without ? and #'],
    [['language: english'], '4: language: must be a language tag'],
    [['language: ZH'], '4: language: must be a language tag'],
    [['languages:', '  zh_CN: ["*.md"]'], '5: languages.zh_CN: must be a language tag'],
    [['languages:', '  zh: []'], '5: languages.zh: must name at least one glob'],
    [['languages:', '  zh: ["a", "/b"]'], '5: languages.zh[1]: must be relative'],
    [['languages: zh'], '4: languages: must be a map'],
    [['wholly: different'], '4: "wholly" is no key; the keys here are path, at, include'],
    [['"__proto__": { at: a }'], '4: "__proto__" is no key'],
    [['at: a', 'at: b'], '5: Map keys must be unique'],
  ])('a root with the lines %j is refused', (lines, expected) => {
    const [problem, ...others] = problemsOfRoot(...lines);
    expect(problem).toContain(expected);
    expect(others).toEqual([]);
  });

  test.each([
    ['', '1: list: must be a list'],
    ['[]', '1: list: must name at least one source'],
    ['from: github:a/b', '1: list: must be a list'],
    ['- github:a/b', '1: source: must be a map'],
    ['- from: github:a/b\n  roots: [a]', '2: root: must be a map'],
    ['- from: github:a/b\n  roots:', '2: roots: must be a list'],
    ['- from: dir:docs\n  ref: main\n  roots: [{}]', '2: ref: must be left out'],
    ['- from: github:a/b\n  ref: --help\n  roots: [{}]', '2: ref: must be a branch, tag or commit'],
    [
      '- from: dir:docs\n  roots: [{}]\n- from: dir:./docs/\n  roots: [{ at: b }]',
      '3: from: the source of line 1 again',
    ],
    ['- from: github:a/b\n  roots: [{}]\n  from: github:a/c', '3: Map keys must be unique'],
    ['- a: &a [1]\n- b: *a', '2: must not contain aliases such as *a'],
    ['a: !!js/function x', '1: Unresolved tag'],
    ['- from: a\n---\n- from: b', '2: must contain one document'],
    ['- from: [', '1: '],
    ['['.repeat(100_000), '1: must not nest deeper than 20 levels'],
    ['- '.repeat(100_000), '1: must not nest deeper than 20 levels'],
    ['? '.repeat(100_000), '1: must not nest deeper than 20 levels'],
  ])('the list %j is refused', (text, expected) => {
    expect(problemsOf(text).join('\n')).toContain(expected);
  });

  test('a long list of problems is cut', () => {
    const problems = problemsOf('- {}\n'.repeat(100));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe('… and 150 more');
  });

  test('any YAML is read or refused with CONFIG_INVALID', () => {
    const word = fc.constantFrom(
      'from',
      'roots',
      'at',
      'include',
      'languages',
      'ref',
      'github:a/b',
      '*.md',
      'zh',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        word,
        fc.constantFrom(null, 1, true, ''),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(word, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.oneof(
          value.map((v) => JSON.stringify(v)),
          fc.string(),
        ),
        (text) => {
          problemsOf(text);
        },
      ),
    );
  });
});

describe('a file that is no list of sources', () => {
  const failure = (path: string) => () => readSourceList(path, 'https://github.com');

  test('a file that is missing, a folder, a pipe, too large or not text is refused', () => {
    expect(failure(join(folder, 'missing.yaml'))).toThrow('missing.yaml cannot be read (ENOENT)');
    mkdirSync(join(folder, 'folder.yaml'));
    expect(failure(join(folder, 'folder.yaml'))).toThrow('is not a file');
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe.yaml')]);
    expect(failure(join(folder, 'pipe.yaml'))).toThrow('is not a file');
    expect(() => read('#'.repeat(256 * 1024 + 1))).toThrow('is larger than 256 KiB');
    expect(() => read(Uint8Array.of(0x2d, 0xff))).toThrow('is not UTF-8 text');
  });
});
