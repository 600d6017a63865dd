import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pageEnd } from './page-end.ts';

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

describe('a page of a document', () => {
  test('pages put together are the content, and none costs more than the budget', () => {
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

  test('a character of two code units is never cut', () => {
    for (const page of pages('😀'.repeat(50), 7)) expect(page.isWellFormed()).toBe(true);
  });

  test('a page ends before a heading where there is one in its second half', () => {
    expect(pages('one\ntwo\n## Three\nfour\nfive\n', 15)[0]).toBe('one\ntwo\n');
  });

  test('a page ends after a blank line rather than within a paragraph', () => {
    expect(pages('first\n\nsecond\nthird\nfourth\n', 13)[0]).toBe('first\n\n');
  });
});
