import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FIELD_WEIGHTS } from '../../lexical/lexical-terms.ts';
import { SCHEMA } from './schema.ts';
import { idfCorrection, TermScores } from './term-scores.ts';

const WORDS = ['graph', 'graphs', 'running', 'run', 'chat_model', 'node', '图', 'absent'];
const words = (maxLength: number) => fc.array(fc.constantFrom(...WORDS), { maxLength });

function indexOf(bodies: readonly (readonly string[])[]): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  db.exec(SCHEMA);
  const insert = db.prepare(
    'INSERT INTO chunk_words (rowid, title, headings, body, identifiers) VALUES (?, ?, ?, ?, ?)',
  );
  bodies.forEach(([title = '', ...body], at) => {
    insert.run(at + 1, title, body.slice(0, 2).join(' '), body.join(' '), body.at(-1) ?? '');
  });
  return db;
}

function allOf(scores: TermScores, terms: readonly string[]): Map<number, number> {
  return new Map(scores.best(terms, 1_000).map(({ key, score }) => [key, score]));
}

test('the score of a chunk is the sum of the scores FTS5 gives it for each term, with the IDF corrected', () => {
  fc.assert(
    fc.property(
      fc.array(words(12), { minLength: 1, maxLength: 12 }),
      fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1 }),
      (bodies, terms) => {
        const db = indexOf(bodies);
        const one = db.prepare(
          'SELECT rowid AS key, bm25(chunk_words, 2, 1, 1, 1) AS bm25 FROM chunk_words WHERE chunk_words MATCH ?',
        );
        const expected = new Map<number, number>();
        for (const term of terms) {
          const rows = one.all(`"${term}"`);
          for (const { key, bm25 } of rows) {
            const before = expected.get(Number(key)) ?? 0;
            expected.set(Number(key), before - Number(bm25) * idfCorrection(bodies.length, rows.length));
          }
        }
        const scores = new TermScores(db);
        for (const _ of ['read', 'cached']) expect(allOf(scores, terms)).toEqual(expected);
        db.close();
      },
    ),
    { numRuns: 50 },
  );
});

test('a term that every chunk contains has a score, and a rarer term has a higher one', () => {
  const db = indexOf([
    ['a', 'graph', 'node'],
    ['b', 'graph', 'run'],
    ['c', 'graph'],
  ]);
  const scores = new TermScores(db);
  const [common, rare] = [allOf(scores, ['graph']), allOf(scores, ['node'])].map(
    (found) => found.get(1) ?? 0,
  );
  expect(common).toBeGreaterThan(0.01);
  expect(rare).toBeGreaterThan(common ?? 0);
});

test('postings are cached for one snapshot, and read anew for the next', () => {
  const db = indexOf([['graph'], ['chain']]);
  const scores = new TermScores(db);
  expect(allOf(scores, ['graph']).size).toBe(1);
  db.exec("INSERT INTO chunk_words (rowid, title) VALUES (3, 'graph')");
  expect(allOf(scores, ['graph']).size).toBe(1);
  expect(allOf(new TermScores(db), ['graph']).size).toBe(2);
});

test('the best chunks are returned up to the limit, those with lower keys first among equals', () => {
  const db = indexOf([
    ['a', 'graph'],
    ['b', 'graph', 'graph'],
    ['c', 'graph'],
    ['d', 'graph'],
    ['e', 'node'],
  ]);
  const scores = new TermScores(db);
  const keys = (limit: number, among?: ReadonlySet<number>) =>
    scores
      .best(['graph'], limit, among)
      .map(({ key }) => key)
      .sort();
  expect(keys(1)).toEqual([2]);
  expect(keys(3)).toEqual([1, 2, 3]);
  expect(keys(9)).toEqual([1, 2, 3, 4]);
  expect(keys(2, new Set([3, 4, 5]))).toEqual([3, 4]);
  expect(keys(9, new Set())).toEqual([]);
});

describe('a query that is too dear', () => {
  const db = indexOf([
    ['graph', 'node', 'common'],
    ['graph', 'run', 'common'],
    ['chain', 'common'],
    ['tool', 'common', 'often'],
    ['other', 'common', 'often'],
    ['last', 'common', 'often'],
  ]);
  const found = (postings: number, terms: readonly string[], counted = 2) => {
    const scores = new TermScores(db, FIELD_WEIGHTS, { postings, counted, common: 2 });
    return [...allOf(scores, terms).keys()].sort();
  };

  test('the commonest terms are left out', () => {
    expect(found(4, ['common', 'graph', 'node'])).toEqual([1, 2]);
    expect(found(6, ['common', 'often', 'graph', 'node'])).toEqual([1, 2, 4, 5, 6]);
    expect(found(9, ['common', 'graph', 'node'])).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a term that alone has too many postings is searched for in the first chunks', () => {
    expect(found(3, ['common'])).toEqual([1, 2, 3]);
    expect(found(3, ['absent', 'common', 'missing'])).toEqual([1, 2, 3]);
  });

  test('the scores of the terms that count are those of any other query', () => {
    const whole = allOf(new TermScores(db), ['graph', 'node']);
    const cut = new TermScores(db, FIELD_WEIGHTS, { postings: 4, counted: 2, common: 2 });
    expect(allOf(cut, ['graph', 'common', 'node'])).toEqual(whole);
    const alone = new TermScores(db, FIELD_WEIGHTS, { postings: 3, counted: 2, common: 2 });
    const all = allOf(new TermScores(db), ['common']);
    for (const [key, score] of allOf(alone, ['common'])) expect(score).toBeCloseTo(all.get(key) ?? 0, 12);
  });

  test('however many terms a query has and however common they are, it reads no more postings than the budget', () => {
    const terms = ['common', 'often', 'graph', 'node', 'run', 'chain', 'tool', 'other', 'last', 'absent'];
    const budget = { postings: 5, counted: 2, common: 2 };
    fc.assert(
      fc.property(fc.shuffledSubarray(terms, { minLength: 1 }), (some) => {
        const hits = db.prepare('SELECT count(*) AS n FROM chunk_words WHERE chunk_words MATCH ?');
        const scores = new TermScores(db, FIELD_WEIGHTS, budget);
        const best = scores.best(some, 100);
        const occurring = some.filter((term) => Number(hits.get(`"${term}"`)?.['n']) > 0);
        expect(best.length).toBeLessThanOrEqual(budget.postings);
        expect(best.length > 0).toBe(occurring.length > 0);
      }),
    );
  });
});
