import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pageEnd } from './content-page.ts';

const oneEach = (text: string) => text.length;

function pages(content: string, budget: number): string[] {
  const found: string[] = [];
  for (let start = 0; start < content.length; ) {
    const end = pageEnd(content, { start, end: content.length }, budget, oneEach);
    found.push(content.slice(start, end));
    start = end;
  }
  return found;
}

describe('the pages of a document', () => {
  test('the joined pages of a document are its content, and no page costs more than the budget', () => {
    const text = fc.array(fc.constantFrom('a', 'word ', '\n', '\r\n', '\n\n', '# H\n', '😀', '人', '```\n'), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 60 }), (parts, budget) => {
        const content = parts.join('');
        const made = pages(content, budget);
        expect(made.join('')).toBe(content);
        for (const page of made) expect(page.length).toBeLessThanOrEqual(budget);
      }),
    );
  });

  test('a page of a document never splits a character of two code units', () => {
    for (const page of pages('😀'.repeat(50), 7)) expect(page.isWellFormed()).toBe(true);
  });

  test('a page of a document ends before a heading once a quarter of the page is full', () => {
    expect(pages('one\ntwo\n## Three\nfour\nfive\n', 15)[0]).toBe('one\ntwo\n');
  });

  test('a page of a document ends before code rather than within it, and not directly after a heading', () => {
    expect(pages('text text\n\n```sh\n# a\n\nb\n```\n', 24)[0]).toBe('text text\n\n');
    expect(pages('text text\n\n## Two\n\nthree three\n', 24)[0]).toBe('text text\n\n');
  });

  test('a page of a document that begins within a code block recognises the end of the block', () => {
    const content = `\`\`\`\n${'code\n\n'.repeat(4)}\`\`\`\n\nText.\n\nMore text.\n`;
    const start = content.indexOf('\n\ncode') + 2;
    const end = pageEnd(content, { start, end: content.length }, 38, oneEach);
    expect(content.slice(start, end)).toMatch(/Text\.\n\n$/);
  });

  test('a page of a document ends after a blank line rather than within a paragraph', () => {
    expect(pages('first\n\nsecond\nthird\nfourth\n', 13)[0]).toBe('first\n\n');
  });

  test('the pages of one long line are as long as the budget allows, but for the end of a word', () => {
    const words = pages('word '.repeat(2_000), 1_000);
    expect(new Set(words.map((page) => page.length))).toEqual(new Set([1_000]));
    for (const page of pages('longer '.repeat(2_000), 1_000).slice(0, -1)) {
      expect(page.length).toBeGreaterThan(990);
      expect(page.endsWith(' ')).toBe(true);
    }
    const noSpaces = pages('x'.repeat(10_500), 1_000).map((page) => page.length);
    expect(noSpaces).toEqual([...Array<number>(10).fill(1_000), 500]);
  });

  test('a long line begins on the page with its heading', () => {
    const [first = ''] = pages(`# Title\n\n${'x'.repeat(5_000)}\n`, 1_000);
    expect(first).toHaveLength(1_000);
  });

  test('measuring the pages of a long line takes work proportional to the line for each', () => {
    const content = 'x'.repeat(200_000);
    let measured = 0;
    const counting = (text: string) => {
      measured += text.length;
      return text.length;
    };
    pageEnd(content, { start: 0, end: content.length }, 1_000, counting);
    expect(measured).toBeLessThan(2 * content.length);
  });
});
