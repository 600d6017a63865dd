import { describe, expect, test } from '@jest/globals';
import { headingsIn, sectionRange } from './section-range.ts';

const content = 'before\n# One\na\n## **Two**\nb\n### Deep\nc\n## Two\nd\n# Three\ne';
const document = {
  content,
  outline: [
    { depth: 1, text: 'One', anchor: 'one', line: 2 },
    { depth: 2, text: 'Two', anchor: 'two', line: 4 },
    { depth: 3, text: 'Deep', anchor: 'deep', line: 6 },
    { depth: 2, text: 'Two', anchor: 'two-1', line: 8 },
    { depth: 1, text: 'Three and more', anchor: 'three', line: 10 },
  ],
};

function section(wanted: string): string | null {
  const range = sectionRange(document, wanted);
  return range === null ? null : content.slice(range.start, range.end);
}

test('a section is found by an anchor that HTML sets above or below its heading', () => {
  const content = '# One\n\n<a name="old-two"></a>\n\n## Two\n\ntext <span id=in.two>here</span>\n';
  const outline = [
    { depth: 1, text: 'One', anchor: 'one', line: 1 },
    { depth: 2, text: 'Two', anchor: 'two', line: 5 },
  ];
  const two = { start: content.indexOf('## Two'), end: content.length };
  expect(sectionRange({ content, outline }, 'old-two')).toEqual(two);
  expect(sectionRange({ content, outline }, '#in.two')).toEqual(two);
  expect(sectionRange({ content, outline }, 'inxtwo')).toBeNull();
});

describe('a section of a document', () => {
  test.each([
    ['its anchor', 'two', '## **Two**\nb\n### Deep\nc\n'],
    ['its anchor with #', '#two-1', '## Two\nd\n'],
    ['its heading in another case', 'TWO', '## **Two**\nb\n### Deep\nc\n'],
    ['its heading with Markdown marks', '**Two**', '## **Two**\nb\n### Deep\nc\n'],
    ['a part of its heading', 'and more', '# Three\ne'],
    ['the headings it stands under', 'One > Two > Deep', '### Deep\nc\n'],
    ['some of the headings it stands under', 'two > deep', '### Deep\nc\n'],
  ])('a section is found by %s, with its subsections', (_, wanted, expected) => {
    expect(section(wanted)).toBe(expected);
  });

  test('headingsIn() returns the headings of a section, and all headings for the whole document', () => {
    const range = sectionRange(document, 'two') ?? { start: 0, end: 0 };
    expect(headingsIn(document, range).map(({ anchor }) => anchor)).toEqual(['two', 'deep']);
    expect(headingsIn(document, { start: 0, end: content.length })).toBe(document.outline);
    const last = sectionRange(document, 'three') ?? { start: 0, end: 0 };
    expect(headingsIn(document, last).map(({ anchor }) => anchor)).toEqual(['three']);
  });

  test.each(['Four', 'Three > Deep', 'Deep > Two', '', '#', '***', 'e', 'mor'])(
    'no section is found by %j',
    (wanted) => {
      expect(section(wanted)).toBeNull();
    },
  );
});
