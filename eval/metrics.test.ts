import { describe, expect, test } from '@jest/globals';
import { meanOf, scoreOf } from './metrics.ts';

describe('the score of a ranking', () => {
  test('is full where the documents come in the order of their grades', () => {
    expect(scoreOf([2, 1, 0], [1, 2], [true])).toEqual({
      hit1: 1,
      hit5: 1,
      mrr10: 1,
      ndcg10: 1,
      section5: 1,
    });
  });

  test('falls with the rank of the first answer; what only helps is none', () => {
    const { hit1, hit5, mrr10 } = scoreOf([1, 0, 2], [2, 1], null);
    expect({ hit1, hit5, mrr10 }).toEqual({ hit1: 0, hit5: 1, mrr10: 1 / 3 });
    expect(scoreOf([0, 0, 0, 0, 0, 2], [2], null)).toMatchObject({ hit5: 0, mrr10: 1 / 6 });
  });

  test('discounts gain by the logarithm of the rank, against the best order there is', () => {
    // Gains are 2^grade - 1: (1/log2(2) + 3/log2(3)) of (3/log2(2) + 1/log2(3)).
    expect(scoreOf([1, 2], [2, 1], null).ndcg10).toBeCloseTo(
      (1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)),
      12,
    );
    expect(scoreOf([2], [2, 2], null).ndcg10).toBeCloseTo(3 / (3 + 3 / Math.log2(3)), 12);
  });

  test('looks no further than ten documents, and than the sections of five', () => {
    expect(scoreOf([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], [2], null)).toMatchObject({ mrr10: 0, ndcg10: 0 });
    expect(scoreOf([2], [2], [false, false, false, false, false, true]).section5).toBe(0);
    expect(scoreOf([2], [2], [false, false, false, false, true]).section5).toBe(1);
  });

  test('is nothing where nothing was found', () => {
    expect(scoreOf([], [2], [])).toEqual({ hit1: 0, hit5: 0, mrr10: 0, ndcg10: 0, section5: 0 });
  });
});

test('the mean counts sections only where some are graded', () => {
  const graded = scoreOf([2], [2], [true]);
  const ungraded = scoreOf([0], [2], null);
  expect(meanOf([graded, ungraded])).toEqual({ hit1: 0.5, hit5: 0.5, mrr10: 0.5, ndcg10: 0.5, section5: 1 });
  expect(meanOf([ungraded]).section5).toBeNull();
});
