import { describe, expect, test } from '@jest/globals';
import { clipToTokens, countTokens } from './count-tokens.ts';

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
