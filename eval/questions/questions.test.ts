import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { offTopicQuestions, questionsOf, readQuestions } from './questions.ts';

const folder = mkdtempSync(join(tmpdir(), 'eino-docs-questions-'));
const file = join(folder, 'how-to.jsonl');
afterAll(() => rmSync(folder, { recursive: true }));

describe('readQuestions()', () => {
  const good = '{"ask":"How?","answers":{"guide.md#start":2,"other.md":1}}';

  test('readQuestions() returns the questions of a file in order', () => {
    writeFileSync(file, `${good}\n{"ask":"Why?","answers":{"why.md":2}}\n`);
    expect(readQuestions(file)).toEqual([
      { ask: 'How?', answers: { 'guide.md#start': 2, 'other.md': 1 } },
      { ask: 'Why?', answers: { 'why.md': 2 } },
    ]);
  });

  test.each([
    ['invalid JSON', '{"ask":', 'SyntaxError: Unexpected end of JSON input'],
    ['a blank line', '', 'SyntaxError: Unexpected end of JSON input'],
    [
      'a question without text',
      '{"answers":{"a.md":2}}',
      'ask: Invalid input: expected string, received undefined',
    ],
    ['an unknown grade', '{"ask":"?","answers":{"a.md":2,"b.md":3}}', 'answers: b.md: Invalid option'],
    ['an answer that is not a page', '{"ask":"?","answers":{"a.html":2}}', 'answers: a.html: '],
    [
      'a question without an answer of grade 2',
      '{"ask":"?","answers":{"a.md":1}}',
      'answers: one answer at least has grade 2',
    ],
    ['an unknown key', '{"ask":"?","answers":{"a.md":2},"sort":"concept"}', 'Unrecognized key: "sort"'],
    ['an unknown kind', '{"ask":"?","answers":{"a.md":2},"kind":"nope"}', 'kind: Invalid option'],
  ])('readQuestions() refuses a file that contains %s, and names file and line', (_, line, problem) => {
    writeFileSync(file, `${good}\n${line}\n${good}\n`);
    expect(() => readQuestions(file)).toThrow(`${file}:2: ${problem}`);
  });
});

describe('the questions of the evaluation', () => {
  const asked = (set: 'tune' | 'report' | 'all') =>
    Object.values(questionsOf(set)).flatMap((questions) => questions.map(({ ask }) => ask));

  test('every question is in the tuning set or in the held-out set, never in both', () => {
    expect(asked('all').toSorted()).toEqual([...asked('tune'), ...asked('report')].toSorted());
    expect(new Set(asked('all')).size).toBe(asked('all').length);
  });

  test('every set has questions of every kind, and in Chinese each has the kind that it would be of in English', () => {
    for (const set of ['tune', 'report'] as const) {
      for (const [kind, questions] of Object.entries(questionsOf(set))) {
        expect([kind, questions.length >= 10]).toEqual([kind, true]);
        const told = questions.filter((question) => question.kind !== undefined);
        expect([kind, told.length]).toEqual([kind, kind === 'chinese' ? questions.length : 0]);
      }
    }
  });

  test('the off-topic questions include one that the docs do not answer', () => {
    expect(offTopicQuestions('english')).toContain('how long to boil an egg');
    expect(offTopicQuestions('chinese')).not.toHaveLength(0);
  });
});
