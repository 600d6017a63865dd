import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { comparePairs, mostChanged, pairQuestions } from './comparison.ts';
import { recordedEngine } from './engines/recorded.ts';
import { byChineseKind, byKind } from './groups.ts';
import type { AskedQuestion } from './measure.ts';
import type { QuestionKind } from './questions/questions.ts';
import { readScores, saveScores } from './saved-scores.ts';
import { scoreRanking } from './score.ts';

const folder = mkdtempSync(join(tmpdir(), 'eino-docs-scores-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A question whose right answer is at a place of the ranking, from 1; 0 where it is not found. */
const asked = (ask: string, place: number, kind: QuestionKind = 'how-to'): AskedQuestion => ({
  ask,
  kind,
  ...(kind === 'chinese' ? { chineseKind: 'concept' } : {}),
  score: scoreRanking([...Array(Math.max(0, place - 1)).fill(0), ...(place > 0 ? [2] : [])], [2], null),
});

describe('comparing two builds', () => {
  const before = [asked('a', 1), asked('b', 0), asked('c', 3, 'api'), asked('gone', 1)];
  const after = [asked('a', 1), asked('b', 1), asked('c', 0, 'api'), asked('new', 1)];

  test('a comparison pairs the questions that both builds were asked, by their text', () => {
    expect(pairQuestions(before, after).map(({ ask, kind }) => [ask, kind])).toEqual([
      ['a', 'how-to'],
      ['b', 'how-to'],
      ['c', 'api'],
    ]);
  });

  test('a comparison has both means of each kind, and the mean difference within its interval', () => {
    const [howTo, api, english, all] = comparePairs(pairQuestions(before, after), 'ndcg10');
    expect(howTo).toMatchObject({ group: 'how-to', questions: 2, before: 0.5, after: 1 });
    expect(howTo?.difference).toEqual({ mean: 0.5, low: 0, high: 1 });
    expect(api).toMatchObject({ before: 0.5, after: 0, difference: { mean: -0.5, low: -0.5, high: -0.5 } });
    expect([english?.group, all?.group]).toEqual(['english', 'all']);
    expect(all?.difference.mean).toBeCloseTo(0.5 / 3, 12);
  });

  test('the questions that changed most come first, those that did not change are left out', () => {
    expect(mostChanged(pairQuestions(before, after)).map(({ ask }) => ask)).toEqual(['b', 'c']);
  });

  test('a build compared with itself, as it was saved, differs nowhere', async () => {
    const file = join(folder, 'scores.json');
    await saveScores(file, [{ name: 'this', asked: after, offTopic: [], misses: [] }]);
    const pairs = pairQuestions((await readScores(file))['this'] ?? [], after);
    expect(pairs).toHaveLength(after.length);
    expect(mostChanged(pairs)).toEqual([]);
  });
});

describe('the groups of questions', () => {
  const questions = [
    asked('a', 1),
    asked('b', 1, 'unshared-words'),
    asked('c', 1, 'chinese'),
    { ...asked('d', 1, 'chinese'), chineseKind: undefined },
  ];
  const sizes = (groups: ReadonlyMap<string, readonly unknown[]>) =>
    Object.fromEntries([...groups].map(([group, { length }]) => [group, length]));

  test('questions built to share no word have a group of their own and count in no other', () => {
    expect(sizes(byKind(questions))).toEqual({
      'how-to': 1,
      'unshared-words': 1,
      chinese: 2,
      english: 1,
      all: 3,
    });
  });

  test('Chinese questions are grouped by the kind that they would be of in English, where it is told', () => {
    expect(sizes(byChineseKind(questions))).toEqual({ 'chinese concept': 1 });
  });
});

describe('files of other runs and other engines', () => {
  const file = join(folder, 'other.json');

  test.each(['{', '{"this":[{"ask":"a"}]}', '[]'])(
    'readScores() refuses a file that contains %s',
    async (text) => {
      writeFileSync(file, text);
      await expect(readScores(file)).rejects.toThrow(`${file} has no scores that --save wrote: `);
    },
  );

  test('an engine that was asked elsewhere answers the questions of its file and refuses others', async () => {
    writeFileSync(file, '{"name":"peer","rankings":{"a":["guide.md","other.md"],"b":[]}}');
    const engine = await recordedEngine(file);
    expect(engine.name).toBe('peer');
    expect((await engine.search('a')).found.map(({ path }) => path)).toEqual(['guide.md', 'other.md']);
    expect((await engine.search('b')).found).toEqual([]);
    await expect(engine.search('c')).rejects.toThrow(`${file} has no ranking for "c"`);
  });

  test('recordedEngine() refuses a file without rankings', async () => {
    writeFileSync(file, '{"name":"peer"}');
    await expect(recordedEngine(file)).rejects.toThrow(`${file} has no rankings: `);
  });
});
