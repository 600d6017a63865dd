import { describe, expect, test } from '@jest/globals';
import { judge } from './judge.ts';

const HEADINGS = new Map([
  ['guide.md#resume', 'Resume'],
  ['guide.md#stop', 'Stop'],
]);
const found = (path: string, anchor: string, text = '') => ({
  path,
  sections: [{ url: `https://www.example.com/${path}#${anchor}`, text }],
});

describe('an answer to a question', () => {
  test('is as good as its best grade for the document it is in', () => {
    const question = {
      ask: '?',
      answers: { 'guide.md#stop': 1, 'guide.md#resume': 2, 'other.md': 1 },
    } as const;
    const score = judge(question, [found('guide.md', 'resume'), found('other.md', 'any')], HEADINGS);
    expect(score).toEqual({ hit1: 1, hit5: 1, mrr10: 1, ndcg10: 1, section5: 1 });
  });

  test('leads to the right section by its address', () => {
    const question = { ask: '?', answers: { 'guide.md#resume': 2 } } as const;
    expect(judge(question, [found('guide.md', 'resume')], HEADINGS).section5).toBe(1);
    expect(judge(question, [found('guide.md', 'stop')], HEADINGS)).toMatchObject({ hit1: 1, section5: 0 });
    expect(judge(question, [found('other.md', 'resume')], HEADINGS)).toMatchObject({ hit1: 0, section5: 0 });
  });

  test('shows the right section where its heading stands in the text, as a heading', () => {
    const question = { ask: '?', answers: { 'guide.md#resume': 2 } } as const;
    const showing = (text: string) => judge(question, [found('guide.md', 'stop', text)], HEADINGS).section5;
    expect(showing('Press it.\n\n### Resume\n\nPress it again.')).toBe(1);
    expect(showing('Then Resume')).toBe(0);
  });

  test('is not judged by sections where the whole document is the answer, or none of them answers', () => {
    expect(
      judge({ ask: '?', answers: { 'guide.md': 2 } }, [found('guide.md', 'stop')], HEADINGS).section5,
    ).toBeNull();
    expect(judge({ ask: '?', answers: { 'guide.md#stop': 1 } }, [], HEADINGS).section5).toBeNull();
  });

  test('of an engine without sections never shows one', () => {
    const whole = { path: 'guide.md', sections: [{ url: '', text: '## Resume' }] };
    expect(judge({ ask: '?', answers: { 'guide.md#resume': 2 } }, [whole], HEADINGS)).toMatchObject({
      hit1: 1,
      section5: 0,
    });
  });
});
