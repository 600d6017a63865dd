import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSource } from '../../../test/support/source-builder.ts';
import {
  addressAtIndexed,
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

const COMMIT = { sha: 'c'.repeat(40), date: '2026-01-01T00:00:00.000Z', subject: 'x' };
const kit = (ref: string, site: string, version?: string) => [
  buildSource('github:acme/kit', [{ at: 'kit', site }], {
    ref,
    commit: COMMIT,
    ...(version === undefined ? {} : { version }),
  }),
];
const MAIN = 'https://github.com/acme/kit/blob/main';

describe('the address of a Go file', () => {
  test('it is shown at the version of a source that has one, with its lines', () => {
    expect(addressAtIndexed(`${MAIN}/flow/a.go#L7-L9`, 'kit/flow/a.go', kit('release', MAIN, 'v1.2.3'))).toBe(
      'https://github.com/acme/kit/blob/v1.2.3/flow/a.go#L7-L9',
    );
  });

  test('it is shown at the commit of a source without a version', () => {
    expect(addressAtIndexed(`${MAIN}/a.go`, 'kit/a.go', kit('main', MAIN))).toBe(
      `https://github.com/acme/kit/blob/${COMMIT.sha}/a.go`,
    );
  });

  test('the ref of a source may have slashes, and its root may be a folder of the repository', () => {
    const site = 'https://github.com/acme/kit/blob/feature/x/go';
    expect(addressAtIndexed(`${site}/a.go#L7`, 'kit/a.go', kit('feature/x', site))).toBe(
      `https://github.com/acme/kit/blob/${COMMIT.sha}/go/a.go#L7`,
    );
  });

  test('a version is encoded for an address', () => {
    expect(addressAtIndexed(`${MAIN}/a.go`, 'kit/a.go', kit('release', MAIN, 'v1.0.0+x'))).toBe(
      'https://github.com/acme/kit/blob/v1.0.0%2Bx/a.go',
    );
  });

  test.each([
    ['a document that is no Go file', `${MAIN}/README.md`, 'kit/README.md', kit('main', MAIN)],
    ['a file of another source', `${MAIN}/a.go`, 'other/a.go', kit('main', MAIN)],
    [
      'a file below another address',
      'https://github.com/acme/kit/blob/mainline/a.go',
      'kit/a.go',
      kit('main', MAIN),
    ],
    ['a site that is not GitHub', 'https://x.example/a.go', 'kit/a.go', kit('main', 'https://x.example')],
    [
      'a source that is not indexed yet',
      `${MAIN}/a.go`,
      'kit/a.go',
      [buildSource('github:acme/kit', [{ at: 'kit', site: MAIN }], { commit: null })],
    ],
  ])('the address of %s stays as it is', (_, url, path, sources) => {
    expect(addressAtIndexed(url, path, sources)).toBe(url);
  });
});
