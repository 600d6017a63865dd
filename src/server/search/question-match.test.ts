import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-match.ts';
import { PassageStems } from './passage-stems.ts';
import { matchQuestion } from './question-match.ts';

const stems = new PassageStems();

describe('how passages speak of a question', () => {
  test('counts the words asked, in any of their forms, identifiers in parts', () => {
    const [all, half, none] = matchQuestion(
      'resuming checkpoints',
      [
        match('a.md', 'A checkpoint lets a run resume.'),
        match('b.md', 'Resume it.'),
        match('c.md', 'Other things.'),
      ],
      stems,
    );
    expect(all?.covered).toBe(1);
    expect(half?.covered).toBeGreaterThan(0);
    expect(half?.covered).toBeLessThan(1);
    expect(none?.covered).toBe(0);
  });

  test('lets rare words count more than common ones', () => {
    const [rare, common] = matchQuestion(
      'graph interrupt',
      [match('a.md', 'interrupt'), match('b.md', 'graph'), match('c.md', 'graph'), match('d.md', 'graph')],
      stems,
    );
    expect(rare?.covered).toBeGreaterThan(common?.covered ?? 1);
  });

  test('finds a name written as one word', () => {
    const [found] = matchQuestion(
      'withgenlocalstate',
      [match('a.md', 'Call `compose.WithGenLocalState`.', { identifiers: ['compose.WithGenLocalState'] })],
      stems,
    );
    expect(found?.covered).toBe(1);
  });

  test('tells words in title and headings, and words that stand together', () => {
    const [named, apart] = matchQuestion(
      'dynamic interrupt',
      [
        match('a.md', 'A dynamic interrupt pauses.', { breadcrumbs: ['Dynamic Interrupt'] }),
        match('b.md', 'Interrupt it. Some prose in between. Dynamic.'),
      ],
      stems,
    );
    expect(named).toMatchObject({ named: 1, phrased: 1 });
    expect(apart).toMatchObject({ named: 0, phrased: 0 });
  });

  test('leaves out the small words of a question, unless it has no other', () => {
    const [first] = matchQuestion('how do I use it', [match('a.md', 'use')], stems);
    expect(first?.covered).toBe(1);
    expect(matchQuestion('what is it', [match('a.md', 'what it is')], stems)[0]?.covered).toBe(1);
  });
});
