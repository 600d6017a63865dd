import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import {
  bm25TermsOf,
  chunkBm25Vector,
  queryBm25Terms,
  queryBm25Vector,
} from '../../src/shared/index/qdrant/bm25-vectors.ts';
import { wordHash } from '../../src/shared/index/qdrant/word-hash.ts';
import { SCHEMA } from '../../src/shared/index/sqlite/schema.ts';
import { lexicalFields } from '../../src/shared/lexical/lexical-terms.ts';
import { buildDocument } from '../support/document-builder.ts';

const TEXT = `Graphs are compiled; compiling a graph's nodes relates generously to generation.
Überflüssige Cafés, naïve façades, 用图编排 Agent 的流程, テスト, 한국어, ПРИВЕТ, x_y snake_case_name HTTP2Server v1.18.3
ponies hopping flies dying agreed plastered motoring happily conditional rational electrical adjustment`;

const [CHUNK] = buildDocument({
  path: 'a.md',
  title: 'Compiling Graphs',
  passages: [TEXT],
  identifiers: ['compose.WithGenLocalState', 'NewGraph'],
}).chunks;
if (CHUNK === undefined) throw new Error('no chunk');
const chunk = CHUNK;

describe('the BM25 vectors of Qdrant', () => {
  test('the terms of a chunk are those that the index in SQLite has of it, as often, with titles counted twice', () => {
    using db = new DatabaseSync(':memory:');
    db.exec(SCHEMA);
    const { title, headings, body, identifiers } = lexicalFields(chunk);
    db.prepare(
      'INSERT INTO chunk_words (rowid, title, headings, body, identifiers) VALUES (1, ?, ?, ?, ?)',
    ).run(title, headings, body, identifiers);
    db.exec("CREATE VIRTUAL TABLE vocabulary USING fts5vocab('chunk_words', 'col')");
    const expected = new Map<string, number>();
    let occurrences = 0;
    for (const row of db.prepare('SELECT term, col, cnt FROM vocabulary').all()) {
      const [term, count] = [String(row['term']), Number(row['cnt'])];
      expected.set(term, (expected.get(term) ?? 0) + count * (row['col'] === 'title' ? 2 : 1));
      occurrences += count;
    }
    const { frequencies, length } = bm25TermsOf(chunk);
    expect([...frequencies].sort()).toEqual([...expected].sort());
    expect(length).toBe(occurrences);
  });

  test('the product of the vectors of a chunk and a query is its BM25 score, with the counts of the whole index', () => {
    const terms = queryBm25Terms('compile graph nowhere');
    expect(terms).toEqual(['compil', 'graph', 'nowher']);
    const counts = new Map([
      ['compil', 1],
      ['graph', 3],
    ]);
    const query = queryBm25Vector(terms, counts, 10);
    const { indices, values } = chunkBm25Vector({ frequencies: new Map([['graph', 2]]), length: 235 });
    expect(indices).toEqual([wordHash('graph')]);
    const weight = query?.values[query.indices.indexOf(wordHash('graph'))] ?? 0;
    expect(weight).toBeCloseTo(Math.log(1 + 7.5 / 3.5));
    expect(values[0]).toBeCloseTo((2 * 2.2) / (2 + 1.2), 4);
    expect(query?.indices).toEqual([wordHash('compil'), wordHash('graph')]);
  });

  test('a query of which no chunk has a term has no vector', () => {
    expect(queryBm25Vector(queryBm25Terms('nowhere'), new Map(), 10)).toBeNull();
    expect(queryBm25Terms('?!')).toEqual([]);
  });
});
