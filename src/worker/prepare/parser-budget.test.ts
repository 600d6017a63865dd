import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { visit } from 'unist-util-visit';
import { parseMarkdown, spanOf } from './markdown-tree.ts';
import { ParserBudget, TooComplex, textLines } from './parser-budget.ts';

/** Returns why a document that is parsed in one piece is refused, or null. */
function tooComplex(source: string): string | null {
  try {
    new ParserBudget(source.length).spend(source);
    return null;
  } catch (error) {
    if (error instanceof TooComplex) return error.message;
    throw error;
  }
}

const EMPHASIS = '*a_ '.repeat(16_000);
const nested = (depth: number, indentation: string, mark: string) =>
  Array.from({ length: depth }, (_, i) => `${indentation.repeat(i)}${mark} a`).join('\n');

describe('ParserBudget: emphasis', () => {
  test.each([
    ['in one paragraph', EMPHASIS],
    ['after a fence within a fence', `\`\`\`\n~~~\n\`\`\`\n${EMPHASIS}`],
    ['after a fence in a comment', `<!--\n\`\`\`\n-->\n${EMPHASIS}`],
    ['after a fence that ends with its list', `- a\n  \`\`\`\n${EMPHASIS}`],
    ['after lines that end in a carriage return', `~~~\r~~~\n${EMPHASIS}`],
    ['around a line that only looks blank', '*a_ '.repeat(8_000).concat('\n\u00a0\n').repeat(2)],
    ['in several paragraphs', '*a_ '.repeat(12_000).concat('\n\n').repeat(2)],
  ])('ParserBudget refuses too many emphasis marks %s', (_, source) => {
    expect(tooComplex(source)).toMatch(/too many marks/);
  });

  test.each([
    ['in code', `\`\`\`go\n${EMPHASIS}\n~~~\n${EMPHASIS}\n\`\`\`\n`],
    ['in many paragraphs', '*a_ '.repeat(100).concat('\n\n').repeat(100)],
    ['in a table of functions', '| [`_mm_a_b`](/c#d_e) | `f_g(int)` |\n'.repeat(1_500)],
  ])('ParserBudget accepts many emphasis marks %s', (_, source) => expect(tooComplex(source)).toBeNull());
});

describe('ParserBudget: nesting', () => {
  test.each([
    ['nested lists', (depth: number) => nested(depth, '  ', '-')],
    [
      'lists indented by tabs and spaces',
      (depth: number) => `${nested(depth, '  ', '-')}`.replaceAll('    ', '\t'),
    ],
    ['lists on one line', (depth: number) => `${'- '.repeat(depth)}x`],
    ['lists with long numbers on one line', (depth: number) => `${'123456789. '.repeat(depth)}x`],
    ['quotes', (depth: number) => `${'> '.repeat(depth)}x`],
    ['quotes without a space', (depth: number) => `${'>'.repeat(depth)}x`],
  ])('ParserBudget accepts a document nested 50 deep and refuses one nested 51 deep: %s', (_, page) => {
    expect(tooComplex(page(50))).toBeNull();
    expect(tooComplex(page(51))).toMatch(/nested more than 50 deep/);
  });

  test('ParserBudget does not count block quote markers in code as nesting', () => {
    expect(tooComplex(`\`\`\`\n${'> '.repeat(60)}\n\`\`\``)).toBeNull();
  });
});

describe('ParserBudget: blocks', () => {
  test.each([
    ['a table', '| a | b |\n'],
    ['a list', '- a\n'],
    ['a paragraph', 'a\n'],
    ['code', '    a\n'],
    ['blank lines', '\n'],
  ])('ParserBudget refuses a block of too many lines: %s', (_, line) => {
    expect(tooComplex(line.repeat(5_000))).toBeNull();
    expect(tooComplex(line.repeat(70_000))).toBe('a table, list or other block of too many lines');
  });
});

describe('ParserBudget: underlined headings, block quotes and lists', () => {
  test.each([
    ['underlined headings', 'a\n===\n\n'],
    ['underlined headings in quotes', '> a\n> ===\n>\n'],
    ['quotes', '> a\n\n'],
    ['empty quotes', '>\n\n'],
    ['quotes in lists', '- > a\n'],
    ['lists in lists', '- a\n  - b\n'],
    ['empty lists', '-\n\n\na\n'],
  ])('ParserBudget refuses too many underlined headings, block quotes or lists: %s', (_, block) => {
    expect(tooComplex(block.repeat(1_000))).toBeNull();
    expect(tooComplex(block.repeat(8_000))).toMatch(/^too many underlined headings, block quotes or lists/);
  });

  test('ParserBudget refuses in a longer document as many underlined headings as it accepts in a shorter one', () => {
    const blocks = 'a\n===\n\n'.repeat(1_000);
    expect(tooComplex(blocks)).toBeNull();
    expect(tooComplex('a\n\n'.repeat(50_000) + blocks)).not.toBeNull();
  });

  test.each([
    ['one long list', '- a\n\n'],
    ['one long quote', '> a\n'],
    ['many sections', '## a\n\nb\n\n'],
  ])('ParserBudget accepts a document with %s', (_, block) =>
    expect(tooComplex(block.repeat(2_000))).toBeNull(),
  );
});

/** Fragments that open or close code, or only appear to. */
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

test('textLines() omits no line that the parser treats as text', () => {
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
  ['a fence with a language', '```\n```go\n```\ntext', [3]],
  ['the end of the document', 'text\n```\ncode', [0]],
])('textLines() does not end code at %s', (_, source, expected) => {
  expect([...textLines(source)].flatMap((text, i) => (text === null ? [] : [i]))).toEqual(expected);
});

/** Returns the numbers of all lines that are not code. */
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
