import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SCHEMA } from './schema.ts';
import { TermCosts, termRarity } from './term-costs.ts';

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

function allOf(costs: TermCosts, published: string, terms: readonly string[]): Map<number, number> {
  return new Map(costs.best(published, terms, 1_000).map(({ key, cost }) => [key, cost]));
}

test('a sum is what FTS5 gives each term, as far as the term is rare', () => {
  fc.assert(
    fc.property(
      fc.array(words(12), { minLength: 1, maxLength: 12 }),
      fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1 }),
      (bodies, terms) => {
        const db = indexOf(bodies);
        const one = db.prepare(
          'SELECT rowid AS key, bm25(chunk_words, 2, 1, 1, 1) AS cost FROM chunk_words WHERE chunk_words MATCH ?',
        );
        const expected = new Map<number, number>();
        for (const term of terms) {
          const rows = one.all(`"${term}"`);
          for (const { key, cost } of rows) {
            const before = expected.get(Number(key)) ?? 0;
            expected.set(Number(key), before + Number(cost) * termRarity(bodies.length, rows.length));
          }
        }
        const costs = new TermCosts(db);
        for (const _ of ['asked', 'kept']) expect(allOf(costs, '1', terms)).toEqual(expected);
        db.close();
      },
    ),
    { numRuns: 50 },
  );
});

test('a word that every chunk has is worth something, and one that few have is worth more', () => {
  const db = indexOf([
    ['a', 'graph', 'node'],
    ['b', 'graph', 'run'],
    ['c', 'graph'],
  ]);
  const costs = new TermCosts(db);
  const [common, rare] = [allOf(costs, '1', ['graph']), allOf(costs, '1', ['node'])].map(
    (found) => found.get(1) ?? 0,
  );
  expect(common).toBeLessThan(-0.01);
  expect(rare).toBeLessThan(common ?? 0);
});

test('a publish forgets what was kept', () => {
  const db = indexOf([['graph'], ['chain']]);
  const costs = new TermCosts(db);
  expect(allOf(costs, '1', ['graph']).size).toBe(1);
  db.exec("INSERT INTO chunk_words (rowid, title) VALUES (3, 'graph')");
  expect(allOf(costs, '1', ['graph']).size).toBe(1);
  expect(allOf(costs, '2', ['graph']).size).toBe(2);
});

test('of more chunks than wanted come those that are worth most, of equals the first', () => {
  const db = indexOf([
    ['a', 'graph'],
    ['b', 'graph', 'graph'],
    ['c', 'graph'],
    ['d', 'graph'],
    ['e', 'node'],
  ]);
  const costs = new TermCosts(db);
  const keys = (limit: number, among?: ReadonlySet<number>) =>
    costs
      .best('1', ['graph'], limit, among)
      .map(({ key }) => key)
      .sort();
  expect(keys(1)).toEqual([2]);
  expect(keys(3)).toEqual([1, 2, 3]);
  expect(keys(9)).toEqual([1, 2, 3, 4]);
  expect(keys(2, new Set([3, 4, 5]))).toEqual([3, 4]);
  expect(keys(9, new Set())).toEqual([]);
});
