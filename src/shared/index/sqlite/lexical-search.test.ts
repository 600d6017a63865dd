import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { idfCorrection, TermScores } from './lexical-search.ts';
import { SCHEMA } from './schema.ts';

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
