import { describe, expect, test } from '@jest/globals';
import { countTokens } from './count-tokens.ts';
import { splitText } from './split-text.ts';

describe('cutting a block that is too long', () => {
  test('code is cut at lines, every piece in a fence of its own', () => {
    const code = Array.from({ length: 100 }, (_, i) => `    value${i} := compute(${i})`).join('\n');
    const pieces = splitText(`\`\`\`go\n${code}\n\`\`\``, 200);
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces) {
      expect(piece).toMatch(/^```go\n[\s\S]+\n```$/);
      expect(countTokens(piece)).toBeLessThanOrEqual(200);
    }
    expect(pieces.map((piece) => piece.split('\n').slice(1, -1).join('\n')).join('\n')).toBe(code);
  });

  test('a table is cut at rows, its header on every piece', () => {
    const rows = Array.from({ length: 60 }, (_, i) => `| name${i} | what it does ${i} |`);
    const pieces = splitText(['| Name | What |', '| --- | --- |', ...rows].join('\n'), 150);
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces) expect(piece.startsWith('| Name | What |\n| --- | --- |\n| name')).toBe(true);
    expect(pieces.flatMap((piece) => piece.split('\n').slice(2))).toEqual(rows);
  });

  test('prose is cut between sentences', () => {
    const sentences = Array.from({ length: 60 }, (_, i) => `Sentence number ${i} says something.`);
    const pieces = splitText(sentences.join(' '), 100);
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(piece).toMatch(/^Sentence[\s\S]+something\.$/);
    expect(pieces.join(' ').replaceAll('\n', ' ')).toBe(sentences.join(' '));
  });

  test('a word without an end is cut anywhere, never through a character', () => {
    const pieces = splitText('😀'.repeat(3_000), 100);
    expect(pieces.join('').replaceAll('\n', '')).toBe('😀'.repeat(3_000));
    for (const piece of pieces) expect(countTokens(piece)).toBeLessThanOrEqual(100);
  });

  test('a line of nothing but dashes loses none', () => {
    const pieces = splitText(`a | b\n${'-'.repeat(200_000)}x`, 100);
    expect(pieces.join('').match(/-/g)).toHaveLength(200_000);
  });
});
