import { expect, test } from '@jest/globals';
import { type EngineAnswer, measure } from './measure.ts';
import { offTopicQuestions, questionsOf } from './questions/questions.ts';

const questions = Object.values(questionsOf('tune')).flat();
const answersOf = new Map(questions.map(({ ask, answers }) => [ask, Object.entries(answers)]));
const paths = new Set(
  questions.flatMap(({ answers }) => Object.keys(answers).map((answer) => answer.split('#')[0] ?? '')),
);
const documents = [...paths].map((path) => ({ path, outline: [] }));

test('measure() asks every question of a set, and scores perfect answers with 1 and none with 0', async () => {
  const perfect = (ask: string): EngineAnswer => {
    const grades = new Map<string, number>();
    for (const [answer, grade] of answersOf.get(ask) ?? []) {
      const path = answer.split('#')[0] ?? '';
      grades.set(path, Math.max(grade, grades.get(path) ?? 0));
    }
    const found = [...grades].toSorted(([, a], [, b]) => b - a).map(([path]) => ({ path, sections: [] }));
    return { found, confident: found.length > 0, tokens: 7 };
  };
  const best = await measure({ name: 'perfect', search: async (ask) => perfect(ask) }, documents, 'tune');
  expect(best.asked.map(({ ask }) => ask)).toEqual(questions.map(({ ask }) => ask));
  expect(
    best.asked.every(({ score, tokens }) => score.hit1 === 1 && score.ndcg10 > 0.999999 && tokens === 7),
  ).toBe(true);
  expect(best.misses).toEqual([]);
  expect(best.offTopic.map(({ language, confident }) => [language, confident])).toEqual([
    ...offTopicQuestions('english').map(() => ['english', false]),
    ...offTopicQuestions('chinese').map(() => ['chinese', false]),
  ]);
  const worst = await measure({ name: 'silent', search: async () => ({ found: [] }) }, documents, 'tune');
  expect(worst.asked.every(({ score }) => score.hit5 === 0 && score.ndcg10 === 0)).toBe(true);
  expect(worst.misses).toHaveLength(questions.length);
  expect(worst.offTopic).toEqual([]);
});

test('measure() leaves out questions that the documents do not answer, and answers that they do not have', async () => {
  const [question] = questions;
  const right =
    Object.entries(question?.answers ?? {})
      .find(([, grade]) => grade === 2)?.[0]
      .split('#')[0] ?? '';
  const only = [{ path: right, outline: [] }];
  const found = [{ path: right, sections: [] }];
  const { asked } = await measure({ name: 'one', search: async () => ({ found }) }, only, 'tune');
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThan(questions.length);
  expect(asked.every(({ score }) => score.ndcg10 === 1)).toBe(true);
});
