import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { globProblem, isUnprintable, listedPath, matchesAny } from './document-files.ts';

describe('listedPath()', () => {
  test.each([
    'page.md',
    'a/b/_index.md',
    '模块/本地.md',
    'with space/and "quotes".md',
    'a.md/b.md',
    '-rf.md',
  ])('listedPath() returns the document path %j unchanged', (path) => expect(listedPath(path)).toBe(path));

  test.each([
    'page.txt',
    'page.MD',
    'page.md/',
    'md',
    '.md',
    '.hidden.md',
    '.git/page.md',
    'a/.github/page.md',
    '../page.md',
    'a/../../page.md',
    '/etc/page.md',
    'a//page.md',
  ])('listedPath() returns null for %j, which is not a document path', (path) =>
    expect(listedPath(path)).toBeNull(),
  );
});

test.each([
  ['a\nb.md', 'a\uFFFDb.md'],
  ['a\tb/c.md', 'a\uFFFDb/c.md'],
  ['\u001b[31m.md', '\uFFFD[31m.md'],
  ['not-utf8-\uFFFD.md', 'not-utf8-\uFFFD.md'],
])('the name %j is listed as %j and recognised as unprintable', (path, listed) => {
  expect(listedPath(path)).toBe(listed);
  expect(isUnprintable(listed)).toBe(true);
});

describe('matchesAny()', () => {
  test.each([
    ['**/*.md', 'a.md', true],
    ['**/*.md', 'a/b/c.md', true],
    ['**/*.md', 'a/b/c.mdx', false],
    ['*.md', 'a/b.md', false],
    ['docs/**', 'docs/a/b.md', true],
    ['docs/**', 'docs2/a.md', false],
    ['**/testdata/**', 'testdata/a.md', true],
    ['**/testdata/**', 'a/testdata/b/c.md', true],
    ['**/README*zh*.md', 'components/README.zh_CN.md', true],
    ['**/README*zh*.md', 'README.md', false],
    ['a?c.md', 'abc.md', true],
    ['a?c.md', 'a/c.md', false],
    ['[a-c].md', 'b.md', true],
    ['[!a-c].md', 'b.md', false],
    ['{en,zh}/**', 'zh/a.md', true],
    ['{en,zh}/**', 'fr/a.md', false],
    ['模块/*.md', '模块/平.md', true],
    ['#a.md', '#a.md', true],
    ['(a|b).md', 'a.md', false],
    ['A.md', 'a.md', false],
  ])('the glob %s applied to %s gives %s', (pattern, path, expected) => {
    expect(globProblem(pattern)).toBeNull();
    expect(matchesAny([pattern])(path)).toBe(expected);
  });

  test('several globs match what any of them matches, and no glob matches nothing', () => {
    expect(matchesAny(['a/**', 'b/**'])('b/c.md')).toBe(true);
    expect(matchesAny([])('a.md')).toBe(false);
  });

  test('the glob **/*.md matches exactly the paths that end in .md', () => {
    const isMarkdown = matchesAny(['**/*.md']);
    const part = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('a.md', '.md', 'b.MD', 'c.md.txt'),
    );
    const parts = fc.array(
      part.map((text) => text.replaceAll('/', '')).filter((text) => !['', '.', '..'].includes(text)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(parts, (names) => {
        const path = names.join('/');
        expect(isMarkdown(path)).toBe(path.endsWith('.md'));
      }),
    );
  });
});

describe('globProblem()', () => {
  test.each([
    ['', 'must not be empty'],
    ['{,}', 'must not be empty'],
    [`${'{,'.repeat(80)}${'}'.repeat(80)}`, 'must'],
    ['!a.md', 'exclude'],
    ['{!a,b}', 'exclude'],
    ['!(a).md', 'group'],
    ['a+(b)', 'group'],
    ['a\\b', 'backslash'],
    ['/a', 'leading /'],
    ['docs/', 'folder/**'],
    ['a//b', 'empty part'],
    ['./a', 'empty part, . or ..'],
    ['../a', 'empty part, . or ..'],
    ['a/{..,b}/c', 'empty part, . or ..'],
    ['a**/b', '** as a whole part'],
    ['***', '** as a whole part'],
    [`${'**/a/'.repeat(5)}b`, 'at most 4 times'],
    ['*a'.repeat(9), 'at most 8 wildcards'],
    ['{a,b}'.repeat(7), 'at most 64 combinations'],
    ['{1..1000000}', 'at most 64 combinations'],
    ['{a}', 'two or more'],
    ['{a,b', 'two or more'],
    ['a}', 'two or more'],
    ['[a-z', 'close every ['],
    ['[a/b]', 'close every ['],
    ['x'.repeat(257), 'at most 256 characters'],
    ['a\nb', 'control characters'],
  ])('the glob %j is refused with a message that says what is right', (pattern, message) => {
    expect(globProblem(pattern)).toContain(message);
  });

  test('any text is either refused or matched without an error', () => {
    const unit = fc.constantFrom(...'**??[]{},!^-@+()|/.#$\\:ab\u{1f600}é\n');
    const text = fc.string({ unit, maxLength: 60 });
    fc.assert(
      fc.property(text, text, (pattern, path) => {
        if (globProblem(pattern) === null) expect(typeof matchesAny([pattern])(path)).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });

  // Backtracking over these would take longer than the test may.
  test.each([
    ['many wildcards', '*a*a*a*a*a*a*a[b]', 'a'.repeat(4096)],
    ['many classes', `${'[a-z]*'.repeat(3)}[B]`, 'a'.repeat(4096)],
    ['many **', '**/a?/**/?a/**/?a/**/[b]?/?', `${'aa/'.repeat(1_300)}c`],
    ['many ** before wildcards', '**/*a*/**/*a*/**/*a*/**/[b]*/*c', `${'aaaa/'.repeat(800)}c`],
    ['many alternatives', `${'{a,b}'.repeat(6)}*a*a*a*[c]`, 'a'.repeat(4096)],
  ])('a hostile path is matched in bounded time: %s', (_, pattern, path) => {
    expect(globProblem(pattern)).toBeNull();
    const matches = matchesAny([pattern]);
    for (let i = 0; i < 20; i++) expect(matches(path)).toBe(false);
  });
});
