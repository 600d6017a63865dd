import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { visit } from 'unist-util-visit';
import { parseMarkdown, spanOf } from './markdown-tree.ts';
import { textLines } from './text-lines.ts';

/** What opens, closes, or only looks as if it opened or closed, code. */
const MARKS = [
  ...['```', '````', '~~~', '~~~~', '```go', '~~~ go', '``` a`b', '~~~ a`b', '``` ', '`'],
  ...['<!--', '-->', '<!-- a -->', '<!-->', '<?', '?>', '<?>', '<![CDATA[', ']]>', '<!a', '<!a>', '>'],
  ...[
    '<pre>',
    '</pre>',
    '<script',
    '</script>',
    '<style>a</style>',
    '<div>',
    '</div>',
    '<a b',
    '<a b="',
    '<',
  ],
  ...['a', '===', '---', '| a |\n| - |', '[a]: b "', '# a', '', '\u00a0', '\\'],
];
const line = fc
  .tuple(
    fc.constantFrom(
      '',
      '',
      '',
      ' ',
      '  ',
      '   ',
      '    ',
      '\t',
      '> ',
      '>',
      '- ',
      '-\t',
      '1. ',
      '  - ',
      '> - ',
    ),
    fc.constantFrom(...MARKS),
  )
  .map((parts) => parts.join(''));

test('takes no line for code that the parser takes for text', () => {
  const page = fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n', '\r')), { maxLength: 14 });
  fc.assert(
    fc.property(page, (parts) => {
      const source = parts.flat().join('');
      const lines = [...textLines(source)];
      expect(linesOfText(source).filter((i) => lines[i] === null)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['a fence of the other kind', '```\n~~~\n```\ntext', [3]],
  ['a shorter fence', '````\n```\n````\ntext', [3]],
  ['a fence that says what it opens', '```\n```go\n```\ntext', [3]],
  ['nothing at all', 'text\n```\ncode', [0]],
])('code goes on over %s', (_, source, expected) => {
  expect([...textLines(source)].flatMap((text, i) => (text === null ? [] : [i]))).toEqual(expected);
});

/** The lines of everything that is not code. */
function linesOfText(source: string): number[] {
  const lines = new Set<number>();
  const lineAt = (offset: number) => source.slice(0, offset).split(/\r\n?|\n/).length - 1;
  visit(parseMarkdown(source), (node) => {
    if (node.type === 'code' || ('children' in node && node.type !== 'paragraph')) return;
    const { start, end } = spanOf(node);
    for (let i = lineAt(start); i <= lineAt(Math.max(start, end - 1)); i++) lines.add(i);
  });
  return [...lines];
}
