import { describe, expect, test } from '@jest/globals';
import { clipToTokens, countTokens, splitText } from './split-text.ts';

describe('splitText()', () => {
  test('splitText() splits code at line ends and fences every piece', () => {
    const code = Array.from({ length: 100 }, (_, i) => `    value${i} := compute(${i})`).join('\n');
    const pieces = splitText(`\`\`\`go\n${code}\n\`\`\``, 200);
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces) {
      expect(piece).toMatch(/^```go\n[\s\S]+\n```$/);
      expect(countTokens(piece)).toBeLessThanOrEqual(200);
    }
    expect(pieces.map((piece) => piece.split('\n').slice(1, -1).join('\n')).join('\n')).toBe(code);
  });

  test('splitText() splits a table between rows and repeats its header', () => {
    const rows = Array.from({ length: 60 }, (_, i) => `| name${i} | what it does ${i} |`);
    const pieces = splitText(['| Name | What |', '| --- | --- |', ...rows].join('\n'), 150);
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces) expect(piece.startsWith('| Name | What |\n| --- | --- |\n| name')).toBe(true);
    expect(pieces.flatMap((piece) => piece.split('\n').slice(2))).toEqual(rows);
  });

  test('splitText() splits prose between sentences', () => {
    const sentences = Array.from({ length: 60 }, (_, i) => `Sentence number ${i} says something.`);
    const pieces = splitText(sentences.join(' '), 100);
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(piece).toMatch(/^Sentence[\s\S]+something\.$/);
    expect(pieces.join(' ').replaceAll('\n', ' ')).toBe(sentences.join(' '));
  });

  test('splitText() splits a very long word between characters', () => {
    const pieces = splitText('😀'.repeat(3_000), 100);
    expect(pieces.join('').replaceAll('\n', '')).toBe('😀'.repeat(3_000));
    for (const piece of pieces) expect(countTokens(piece)).toBeLessThanOrEqual(100);
  });

  test('splitText() loses nothing of a very long line of dashes', () => {
    const pieces = splitText(`a | b\n${'-'.repeat(200_000)}x`, 100);
    expect(pieces.join('').match(/-/g)).toHaveLength(200_000);
  });
});

describe('countTokens()', () => {
  test('countTokens() counts as cl100k_base does', () => {
    expect(countTokens('')).toBe(0);
    expect(countTokens('hello world')).toBe(2);
    expect(countTokens('func NewGraph[I, O any](opts ...NewGraphOption) *Graph[I, O]')).toBe(20);
  });

  test('countTokens() counts special tokens as plain text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  test('countTokens() handles very long runs of one character', () => {
    expect(countTokens('a'.repeat(300_000))).toBeGreaterThan(10_000);
    expect(countTokens(`${' '.repeat(200_000)}x`)).toBeGreaterThan(100);
    expect(countTokens(`${' \u3000'.repeat(100_000)}x`)).toBeGreaterThan(100);
    expect(countTokens(`  ${'é'.repeat(200)}${'e'.repeat(100_000)}`)).toBeGreaterThan(1_000);
  });
});

describe('clipToTokens()', () => {
  test('clipToTokens() returns a short text unchanged', () => {
    expect(clipToTokens('short enough', 5)).toBe('short enough');
  });

  test.each(['word '.repeat(500), '人'.repeat(500), '😀'.repeat(500), 'a'.repeat(5_000)])(
    'clipToTokens() clips a long text to the limit and ends it with an ellipsis',
    (text) => {
      const clipped = clipToTokens(text, 20);
      expect(countTokens(clipped)).toBeLessThanOrEqual(20);
      expect(clipped.endsWith('…')).toBe(true);
      expect(text.startsWith(clipped.slice(0, -1))).toBe(true);
    },
  );
});
