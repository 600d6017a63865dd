import { describe, expect, test } from '@jest/globals';
import { commentText, docBlocks, saysDeprecated } from './doc-comment.ts';

describe('commentText()', () => {
  test.each([
    ['line comments', ['// One', '//  two', '//three', '//'], 'One\n two\nthree\n'],
    ['directives', ['// One', '//go:generate mockgen', '//nolint:all', '//export X'], 'One'],
    ['a block comment', ['/*\n\tOne\n\n\t\tcode\n\ttwo\n*/'], 'One\n\n\tcode\ntwo'],
  ])('commentText() reads %s', (_, comments, text) => {
    expect(commentText(comments)).toBe(text);
  });
});

describe('docBlocks()', () => {
  test.each([
    ['paragraphs', 'One\ntwo.\n\nThree.', ['One\ntwo.', 'Three.']],
    ['a heading', '# Errors\n\nText.', ['**Errors**', 'Text.']],
    ['no heading in a paragraph', '# a\n# b', ['# a\n# b']],
    [
      'code',
      'Use:\n\n\tg := New()\n\n\tg.Run()\n\nText.',
      ['Use:', '```\ng := New()\n\ng.Run()\n```', 'Text.'],
    ],
    ['code with a fence', 'A\n\n\ta\n\t```\n\tb\n', ['A', '````\na\n```\nb\n````']],
    ['a list', '  - one\n    more\n  - two\n', ['- one\n  more\n- two']],
    ['a numbered list', ' 1. one\n\n 2) two', ['1. one\n2. two']],
    [
      'links to names',
      'See [Graph], [*Graph.Run] and [io.Reader].',
      ['See `Graph`, `*Graph.Run` and `io.Reader`.'],
    ],
    [
      'no link in code',
      'A map[String]int, []T, x[I](y), [optional].',
      ['A map[String]int, []T, x[I](y), [optional].'],
    ],
    [
      'links with a definition',
      'See [the spec].\n\n[the spec]: https://a.b/c',
      ['See [the spec](https://a.b/c).'],
    ],
    [
      'a definition without use',
      'Text.\n\n[the spec]: https://a.b/c',
      ['Text.', '[the spec]: https://a.b/c'],
    ],
    ['a deprecation', 'A does it.\n\nDeprecated: use B.', ['A does it.', '**Deprecated:** use B.']],
    ['a Markdown fence', 'A:\n```go\nx\n\ny\n```\nB', ['A:', '```go\nx\n\ny\n```', 'B']],
    ['a fence that is not closed', '```go\nx', ['```go\nx\n```']],
    ['an empty comment', '\n \n', []],
  ])('docBlocks() reads %s', (_, text, blocks) => {
    expect(docBlocks(text)).toEqual(blocks);
  });
});

describe('saysDeprecated()', () => {
  test.each([
    ['Deprecated: use B.', true],
    ['A does it.\n\nDeprecated: use B.', true],
    ['A does it.\nDeprecated: use B.', false],
    ['A is Deprecated: no.', false],
    ['Code:\n\n\tDeprecated: x\n', false],
    ['', false],
  ])('the comment %j says so: %s', (text, expected) => {
    expect(saysDeprecated(text)).toBe(expected);
  });
});
