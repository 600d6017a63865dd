import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A mean and the interval that it would be in for 95 of 100 samples of questions like these. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Enough for two digits of the bounds. */
const RESAMPLES = 2_000;
/** The same scores give the same interval in every run. */
const SEED = 21;

/**
 * The mean of values with its 95 % interval, by the percentile bootstrap (Efron, 1979) over the values. For two builds
 * that were asked the same questions, the values are the differences of their scores: the paired bootstrap.
 * @returns null where there is no value
 */
export function bootstrapMean(values: readonly number[]): Estimate | null {
  if (values.length === 0) return null;
  const random = xoroshiro128plus(SEED);
  const last = values.length - 1;
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let drawn = 0; drawn <= last; drawn++) sum += values[uniformInt(random, 0, last)] ?? 0;
    return sum / values.length;
  }).sort();
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: percentile(means, 0.025),
    high: percentile(means, 0.975),
  };
}

/**
 * The value below which a share of the values lies, by the nearest rank.
 * @param sorted in ascending order
 * @returns 0 where there is no value
 */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
