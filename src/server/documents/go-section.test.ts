import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  anchorOfLines,
  declarationLabel,
  declaresName,
  goSectionRange,
  hasPackageComment,
} from './go-section.ts';

const LINES = [
  '// Package flow runs steps.',
  'package flow',
  '',
  '// New makes a flow.',
  'func New[I, O any](steps ...Step) *Flow[I, O] {',
  '\treturn nil',
  '}',
  '',
  '// Flow is a list of steps.',
  'type Flow[I, O any] struct {',
  '\tName, Title string',
  '\tnot Exported',
  '}',
  '',
  'func (f *Flow[I, O]) Run() error { return nil }',
  '',
  'func helper() {}',
  '',
  'func (f *Flow[I, O]) Stop() {}',
  'func (s *Step) Stop() {}',
  '',
  'const (',
  '\tFast = 1',
  '\tSlow = 2',
  ')',
];
const content = `${LINES.join('\n')}\n`;
const outline = [
  { depth: 1, text: 'package flow', anchor: 'L1-L2', line: 1 },
  { depth: 2, text: 'New', anchor: 'L4-L7', line: 4 },
  { depth: 2, text: 'Flow', anchor: 'L9-L13', line: 9 },
  { depth: 3, text: '(*Flow[I, O]).Run', anchor: 'L15', line: 15 },
  { depth: 2, text: '(*Flow[I, O]).Stop', anchor: 'L19', line: 19 },
  { depth: 2, text: '(*Step).Stop', anchor: 'L20', line: 20 },
  { depth: 2, text: 'Fast, Slow', anchor: 'L22-L25', line: 22 },
  { depth: 3, text: 'Fast', anchor: 'L23', line: 23 },
  { depth: 3, text: 'Slow', anchor: 'L24', line: 24 },
];
const document = { content, outline };

/** The lines of the section that is found, as an anchor. */
function found(wanted: string): string | null {
  const range = goSectionRange(document, wanted);
  return range === null ? null : anchorOfLines(content, range);
}

describe('a section of a Go file', () => {
  test.each([
    ['New', 'L4-L7'],
    ['new', 'L4-L7'],
    ['func New', 'L4-L7'],
    ['New()', 'L4-L7'],
    ['flow.New', 'L4-L7'],
    ['New[string, int]', 'L4-L7'],
    ['type Flow', 'L9-L13'],
    ['Flow', 'L9-L13'],
    ['Flow.Run', 'L15'],
    ['(*Flow).Run', 'L15'],
    ['(*Flow[I, O]).Run', 'L15'],
    ['method (*Flow[I, O]).Run', 'L15'],
    ['flow.Flow.Run', 'L15'],
    ['package flow > Flow > (*Flow[I, O]).Run', 'L15'],
    ['Run', 'L15'],
    ['Flow.Stop', 'L19'],
    ['Step.Stop', 'L20'],
    ['Flow.Title', 'L9-L13'],
    ['Fast', 'L22-L25'],
    ['Fast, Slow', 'L22-L25'],
    ['package flow', 'L1-L2'],
  ])('the name %s leads to its declaration and no further', (wanted, lines) => {
    expect(found(wanted === 'Fast, Slow' ? 'Slow' : wanted)).toBe(lines);
  });

  test.each([
    ['L4-L7', 'L4-L7'],
    ['#L4-L7', 'L4-L7'],
    ['L6', 'L4-L7'],
    ['L6C2', 'L4-L7'],
    ['L24', 'L24'],
    ['L6-L10', 'L6-L10'],
    ['L6C1-L10C3', 'L6-L10'],
    ['L3', 'L3'],
    ['L24-L900', 'L24-L25'],
  ])('the lines %s lead to the declaration around one line, or to themselves', (wanted, lines) => {
    expect(found(wanted)).toBe(lines);
  });

  test.each(['Stop', 'Missing', 'Flow.Missing', 'helper', 'L900', 'L0', '', '#', '.', '*', 'Flow.Na'])(
    'no section is found by %j',
    (wanted) => expect(found(wanted)).toBeNull(),
  );

  test('a name is declared exactly or not', () => {
    expect(declaresName(document, 'Flow.Run')).toBe(true);
    expect(declaresName(document, 'Run')).toBe(false);
    expect(declaresName(document, 'new')).toBe(false);
  });

  test('a package clause has a comment if it is longer than a line', () => {
    expect(hasPackageComment(document)).toBe(true);
    expect(hasPackageComment({ outline: [{ depth: 1, text: 'package a', anchor: 'L3', line: 3 }] })).toBe(
      false,
    );
    expect(hasPackageComment({ outline: [] })).toBe(false);
  });

  test('any text leads to whole lines of the file or to nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[L\d\-.()*[\]A-Za-z ]{0,40}$/)), (wanted) => {
        const range = goSectionRange(document, wanted);
        if (range === null) return;
        expect(range.start).toBeLessThan(range.end);
        expect(range.start === 0 || content[range.start - 1] === '\n').toBe(true);
        expect(content[range.end - 1]).toBe('\n');
      }),
    );
  });
});

const labelled = (code: string) => `\`\`\`go\n${code}\n\`\`\`\n\nIt does.`;

test.each([
  ['New', labelled('func New[I, O any](x int) error'), 'func New'],
  ['Flow', labelled('type Flow[I any] struct {\n\tNew int\n}'), 'type Flow'],
  ['ErrStop', labelled('var ErrStop = errors.New("x")'), 'var ErrStop'],
  ['Fast, Slow', labelled('const (\n\tFast = 1\n\tSlow = 2\n)'), 'const Fast, Slow'],
  ['(*Flow[I, O]).Run', labelled('func (f *Flow[I, O]) Run() error'), 'method (*Flow[I, O]).Run'],
  ['Flow.Len', labelled('func (f Flow) Len() int'), 'method Flow.Len'],
  ['package flow', 'Package flow runs steps.', 'package flow'],
  ['New', labelled('func Newer()'), 'New'],
  ['Flow', 'The code of the declaration is in an earlier chunk.', 'Flow'],
  ['', '', ''],
])('the section %s declares what its code says', (heading, text, label) => {
  expect(declarationLabel(heading, text)).toBe(label);
});
