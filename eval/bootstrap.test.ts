import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bootstrapMean, percentile } from './bootstrap.ts';

const score = fc.double({ min: -1, max: 1, noNaN: true });

test('bootstrapMean() returns null without values, and equal values as an interval without width', () => {
  expect(bootstrapMean([])).toBeNull();
  expect(bootstrapMean([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
});

test('the interval of bootstrapMean() is that of the normal distribution for many values', () => {
  // 400 values, half of them 0 and half 1: the standard error of the mean is 0.5 / √400 = 0.025.
  const { mean, low, high } = bootstrapMean(Array.from({ length: 400 }, (_, i) => i % 2)) ?? {};
  expect(mean).toBe(0.5);
  expect(low).toBeCloseTo(0.5 - 1.96 * 0.025, 2);
  expect(high).toBeCloseTo(0.5 + 1.96 * 0.025, 2);
});

test('bootstrapMean() returns the same for the same values, within their range and with the mean inside', () => {
  fc.assert(
    fc.property(fc.array(score, { minLength: 1, maxLength: 30 }), (values) => {
      const estimate = bootstrapMean(values);
      expect(bootstrapMean([...values])).toEqual(estimate);
      const { mean, low, high } = estimate ?? { mean: 0, low: 1, high: 0 };
      const rounding = 1e-12;
      expect(low).toBeGreaterThanOrEqual(Math.min(...values) - rounding);
      expect(high).toBeLessThanOrEqual(Math.max(...values) + rounding);
      expect(low).toBeLessThanOrEqual(high);
      expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - rounding);
    }),
    { numRuns: 20 },
  );
});

test('a constant difference of two builds has an interval without width, however much their scores vary', () => {
  const before = [0, 0.25, 0.5, 0.75, 1];
  const after = before.map((value) => value + 0.125);
  const paired = bootstrapMean(after.map((value, i) => value - (before[i] ?? 0)));
  expect(paired).toEqual({ mean: 0.125, low: 0.125, high: 0.125 });
});

test('percentile() returns the value at the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  expect([0.025, 0.5, 0.95, 1].map((share) => percentile(hundred, share))).toEqual([3, 50, 95, 100]);
  expect(percentile([7], 0.95)).toBe(7);
  expect(percentile([], 0.5)).toBe(0);
});
