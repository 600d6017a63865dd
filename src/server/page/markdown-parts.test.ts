import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { markdownParts } from './markdown-parts.ts';

const LONGEST_PART = 12_500;

test('the parts of any text are short, and have its lines in order', () => {
  const line = fc.constantFrom(
    'a\n',
    '\n',
    '- a\n',
    '  b\n',
    '```go\n',
    '```\n',
    '~~~~\n',
    'x'.repeat(3_000),
    `${'y'.repeat(9_000)}\n`,
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const text = lines.join('');
      const parts = [...markdownParts(text)];
      expect(Math.max(...parts.map((part) => part.text.length))).toBeLessThan(LONGEST_PART);
      const isFence = (each: string) => /^(`{3,}|~{3,})/.test(each);
      const written = (some: string) =>
        some
          .split('\n')
          .filter((each) => !isFence(each))
          .join('');
      expect(written(parts.map((part) => part.text).join('\n')) === written(text)).toBe(true);
    }),
  );
});

test('a part ends between two blocks, never within a list item, a table or code, and knows its line', () => {
  const code = `~~~\n${'x\n\ny\n'.repeat(500)}~~~\n\n`;
  const text = `${'- item\n\n  more of it\n\n'.repeat(300)}${code}# End\n`;
  const parts = [...markdownParts(text)];
  const lines = text.split('\n');
  expect(parts.map((part) => part.text).join('')).toBe(text);
  for (const { text: part, line } of parts) {
    expect(part.startsWith(lines[line] ?? '?')).toBe(true);
    expect(part).toMatch(/^(- item|~~~|# End)/);
  }
  expect(parts.length).toBeGreaterThan(1);
});

test('code that is too long for a part goes on as code', () => {
  const parts = [...markdownParts(`\`\`\`\n${'- no list\n\n'.repeat(2_000)}\`\`\`\n\nEnd\n`)];
  expect(parts.length).toBeGreaterThan(2);
  for (const { text } of parts) expect(/^(```\n[^`]*```\n*)?(End\n)?$/.test(text)).toBe(true);
});
