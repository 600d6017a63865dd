import { describe, expect, test } from '@jest/globals';
import { clipToTokens, countTokens, splitText } from './split-text.ts';

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

describe('counting tokens', () => {
  test('counts as cl100k_base does', () => {
    expect(countTokens('')).toBe(0);
    expect(countTokens('hello world')).toBe(2);
    expect(countTokens('func NewGraph[I, O any](opts ...NewGraphOption) *Graph[I, O]')).toBe(20);
  });

  test("takes a model's control markers for text", () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  test('does not choke on a run without an end', () => {
    expect(countTokens('a'.repeat(300_000))).toBeGreaterThan(10_000);
    expect(countTokens(`${' '.repeat(200_000)}x`)).toBeGreaterThan(100);
    expect(countTokens(`${' \u3000'.repeat(100_000)}x`)).toBeGreaterThan(100);
    expect(countTokens(`  ${'é'.repeat(200)}${'e'.repeat(100_000)}`)).toBeGreaterThan(1_000);
  });
});

describe('clipping', () => {
  test('leaves a short text alone', () => {
    expect(clipToTokens('short enough', 5)).toBe('short enough');
  });

  test.each(['word '.repeat(500), '人'.repeat(500), '😀'.repeat(500), 'a'.repeat(5_000)])(
    'keeps within the limit',
    (text) => {
      const clipped = clipToTokens(text, 20);
      expect(countTokens(clipped)).toBeLessThanOrEqual(20);
      expect(clipped.endsWith('…')).toBe(true);
      expect(text.startsWith(clipped.slice(0, -1))).toBe(true);
    },
  );
});
