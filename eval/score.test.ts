import { describe, expect, test } from '@jest/globals';
import { meanOf, scoreOf, scoreRanking } from './score.ts';

const HEADINGS = new Map([
  ['guide.md#resume', 'Resume'],
  ['guide.md#stop', 'Stop'],
]);
const found = (path: string, anchor: string, text = '') => ({
  path,
  sections: [{ url: `https://www.example.com/${path}#${anchor}`, text }],
});

describe('scoreOf()', () => {
  test('scoreOf() grades a document by the best grade of its sections', () => {
    const question = {
      ask: '?',
      answers: { 'guide.md#stop': 1, 'guide.md#resume': 2, 'other.md': 1 },
    } as const;
    const score = scoreOf(question, [found('guide.md', 'resume'), found('other.md', 'any')], HEADINGS);
    expect(score).toEqual({ hit1: 1, hit5: 1, mrr10: 1, ndcg10: 1, section5: 1 });
  });

  test('scoreOf() recognises the right section by its address', () => {
    const question = { ask: '?', answers: { 'guide.md#resume': 2 } } as const;
    expect(scoreOf(question, [found('guide.md', 'resume')], HEADINGS).section5).toBe(1);
    expect(scoreOf(question, [found('guide.md', 'stop')], HEADINGS)).toMatchObject({ hit1: 1, section5: 0 });
    expect(scoreOf(question, [found('other.md', 'resume')], HEADINGS)).toMatchObject({
      hit1: 0,
      section5: 0,
    });
  });

  test('scoreOf() recognises the right section by its heading in the text of another section', () => {
    const question = { ask: '?', answers: { 'guide.md#resume': 2 } } as const;
    const showing = (text: string) => scoreOf(question, [found('guide.md', 'stop', text)], HEADINGS).section5;
    expect(showing('Press it.\n\n### Resume\n\nPress it again.')).toBe(1);
    expect(showing('Then Resume')).toBe(0);
  });

  test('scoreOf() returns null as the section metric if no section has grade 2', () => {
    expect(
      scoreOf({ ask: '?', answers: { 'guide.md': 2 } }, [found('guide.md', 'stop')], HEADINGS).section5,
    ).toBeNull();
    expect(scoreOf({ ask: '?', answers: { 'guide.md#stop': 1 } }, [], HEADINGS).section5).toBeNull();
  });

  test('scoreOf() returns 0 as the section metric for a search engine that returns whole documents', () => {
    const whole = { path: 'guide.md', sections: [{ url: '', text: '## Resume' }] };
    expect(scoreOf({ ask: '?', answers: { 'guide.md#resume': 2 } }, [whole], HEADINGS)).toMatchObject({
      hit1: 1,
      section5: 0,
    });
  });
});

describe('scoreRanking()', () => {
  test('scoreRanking() returns 1 for documents in the order of their grades', () => {
    expect(scoreRanking([2, 1, 0], [1, 2], [true])).toEqual({
      hit1: 1,
      hit5: 1,
      mrr10: 1,
      ndcg10: 1,
      section5: 1,
    });
  });

  test('scoreRanking() returns lower hit and rank metrics, the later the first document of grade 2 comes', () => {
    const { hit1, hit5, mrr10 } = scoreRanking([1, 0, 2], [2, 1], null);
    expect({ hit1, hit5, mrr10 }).toEqual({ hit1: 0, hit5: 1, mrr10: 1 / 3 });
    expect(scoreRanking([0, 0, 0, 0, 0, 2], [2], null)).toMatchObject({ hit5: 0, mrr10: 1 / 6 });
  });

  test('scoreRanking() discounts gain by the logarithm of the rank, normalised by the ideal order', () => {
    // Gains are 2^grade - 1: (1/log2(2) + 3/log2(3)) of (3/log2(2) + 1/log2(3)).
    expect(scoreRanking([1, 2], [2, 1], null).ndcg10).toBeCloseTo(
      (1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)),
      12,
    );
    expect(scoreRanking([2], [2, 2], null).ndcg10).toBeCloseTo(3 / (3 + 3 / Math.log2(3)), 12);
  });

  test('scoreRanking() considers the first ten documents, and the sections of the first five', () => {
    expect(scoreRanking([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], [2], null)).toMatchObject({ mrr10: 0, ndcg10: 0 });
    expect(scoreRanking([2], [2], [false, false, false, false, false, true]).section5).toBe(0);
    expect(scoreRanking([2], [2], [false, false, false, false, true]).section5).toBe(1);
  });

  test('scoreRanking() returns 0 if nothing was found', () => {
    expect(scoreRanking([], [2], [])).toEqual({ hit1: 0, hit5: 0, mrr10: 0, ndcg10: 0, section5: 0 });
  });
});

test('meanOf() leaves scores without a section metric out of the mean of that metric', () => {
  const graded = scoreRanking([2], [2], [true]);
  const ungraded = scoreRanking([0], [2], null);
  expect(meanOf([graded, ungraded])).toEqual({ hit1: 0.5, hit5: 0.5, mrr10: 0.5, ndcg10: 0.5, section5: 1 });
  expect(meanOf([ungraded]).section5).toBeNull();
});
