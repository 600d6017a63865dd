import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { damageIndex } from '../support/damage-index.ts';
import { FIXTURE_DOCUMENTS, type FixtureIndex, fixtureIndex } from '../support/fixture-index.ts';
import { callTool, runApp } from '../support/running-app.ts';
import { FINGERPRINT } from '../support/sync-steps.ts';

let intact: FixtureIndex;
let copies = 0;

beforeAll(async () => {
  intact = await fixtureIndex();
  await intact.publish({ documents: FIXTURE_DOCUMENTS });
});

afterAll(async () => {
  await intact[Symbol.asyncDispose]();
});

/** A copy of the index on which hostile SQL was executed. */
async function hostile(sql: string): Promise<string> {
  const path = join(intact.folder, `hostile-${copies++}.db`);
  await copyFile(intact.path, path);
  damageIndex(path, sql);
  return path;
}

const ENDLESS = 'WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n)';
const instead = (table: string, select: string) => `DROP TABLE ${table}; CREATE VIEW ${table} AS ${select}`;

describe('a file whose schema is not ours', () => {
  test.each([
    [
      'a view without end in the place of the status',
      instead('state', `${ENDLESS} SELECT x AS id, '{}' AS status FROM n`),
    ],
    [
      'a view without end in the place of the publishes',
      instead('publishes', `${ENDLESS} SELECT x AS sequence, '{}' AS record FROM n`),
    ],
    [
      'a view without end in the place of the documents',
      instead(
        'documents',
        `${ENDLESS} SELECT '' AS path, '' AS blob, '{}' AS entry, '[]' AS outline, '' AS content FROM n`,
      ),
    ],
    ['a view in the place of the words', instead('chunk_words', 'SELECT 1 AS rowid, 1 AS title')],
    ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON lease BEGIN DELETE FROM documents; END'],
    ['another view', 'CREATE VIEW other AS SELECT * FROM documents'],
    ['another table', 'CREATE TABLE other (x)'],
    ['an index with an expression', 'CREATE INDEX slow ON documents (length(hex(zeroblob(1000))))'],
    ['a column more', 'ALTER TABLE documents ADD COLUMN more TEXT'],
    [
      'a computed column',
      'DROP TABLE redirects; CREATE TABLE redirects (former_path TEXT PRIMARY KEY, path TEXT AS (hex(zeroblob(1000))))',
    ],
    ['a table less', 'DROP TABLE vectors'],
    [
      'another tokenizer',
      "DROP TABLE chunk_words; CREATE VIRTUAL TABLE chunk_words USING fts5 (title, headings, body, identifiers, tokenize = 'trigram')",
    ],
  ])('%s is refused by reader and writer with INDEX_CORRUPT', async (_, sql) => {
    const path = await hostile(sql);
    const reader = new SqliteReader(path);
    const writer = new SqliteWriter(path, { clock: Date.now });
    for (const read of [() => reader.status(), () => reader.list(), () => reader.scan().next()])
      await expect(read()).rejects.toMatchObject({ code: 'INDEX_CORRUPT' });
    const begun = writer.begin({ fingerprint: FINGERPRINT, rebuild: false, owner: 'run' });
    await expect(begun).rejects.toMatchObject({ code: 'INDEX_CORRUPT' });
    await reader.close();
    await writer.close();
  });
});

/** What a client of the server can request, each with arguments that read everything. */
const CALLS: readonly (readonly [string, object])[] = [
  ['search_docs', { query: 'graph nodes' }],
  ['fetch_doc', { path: 'core/graph.md' }],
  ['fetch_doc', { path: 'core/nothing.md' }],
  ['list_docs', {}],
  ['list_changes', {}],
  ['get_index_status', {}],
];

describe('records that are not ours', () => {
  test.each([
    ['documents that are no JSON', "UPDATE documents SET entry = 'x'"],
    ['documents that are null', "UPDATE documents SET entry = 'null'"],
    ['documents without fields', "UPDATE documents SET entry = '{}'"],
    [
      'documents with a list as title',
      "UPDATE documents SET entry = json_set(entry, '$.title', json('[1]'))",
    ],
    [
      'names of a document that are objects',
      "UPDATE documents SET entry = json_set(entry, '$.entities', json('[{}]'))",
    ],
    ['headings that are numbers', "UPDATE documents SET outline = '[1, 2]'"],
    ['headings that are nested too deeply', `UPDATE documents SET outline = '${'['.repeat(50_000)}'`],
    ['chunks that are no JSON', "UPDATE chunks SET record = '{'"],
    ['chunks without fields', "UPDATE chunks SET record = '{}'"],
    ['chunks with a number as text', "UPDATE chunks SET record = json_set(record, '$.text', 7)"],
    ['words of chunks that do not exist', 'DELETE FROM chunks'],
    ['publishes without sources', 'UPDATE publishes SET record = \'{"sources":{}}\''],
    ['publishes of no date', "UPDATE publishes SET record = json_set(record, '$.publishedAt', 'soon')"],
    ['a status of another shape', "UPDATE state SET status = json_set(status, '$.sources', json('[{}]'))"],
    ['a status with a text as sequence', "UPDATE state SET status = json_set(status, '$.sequence', 'many')"],
    [
      'a status checked at no time',
      "UPDATE state SET status = json_set(status, '$.sources[0].checkedAt', 'never')",
    ],
    ['words that are noise', 'UPDATE chunk_words_data SET block = randomblob(500)'],
    [
      'words that ask for more memory than there is',
      "UPDATE chunk_words_data SET block = X'00000000010100008787878707' WHERE id = 10",
    ],
    ['the settings of the words changed', "UPDATE chunk_words_config SET v = 99 WHERE k = 'version'"],
  ])('%s are answered with a code, and never with half an answer or a healthy /health', async (_, sql) => {
    const reader = new SqliteReader(await hostile(sql));
    await using app = await runApp({ reader, env: { RATE_LIMIT_PER_MINUTE: '0' } });
    let failed = 0;
    for (const [tool, args] of CALLS) {
      const { isError, text } = await callTool(app.url, tool, args);
      expect(text).not.toMatch(/undefined|\[object|NaN|INTERNAL/);
      if (isError) {
        expect(text).toMatch(/^INDEX_CORRUPT/);
        failed += 1;
      }
    }
    expect(failed).toBeGreaterThan(0);
    const health = await fetch(new URL('/health', app.url));
    expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([503, 'unhealthy']);
    await reader.close();
  });
});
