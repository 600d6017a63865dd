import { DatabaseSync } from 'node:sqlite';
import type { PublishRecord } from '../../src/shared/domain/history.ts';
import type { IndexStatus } from '../../src/shared/domain/index-status.ts';
import { STATE_ID, type State, statusFromState } from '../../src/shared/index/qdrant/qdrant-state.ts';
import { EARLIER_DOCUMENT_TABLES, LATER_TABLES } from '../../src/shared/index/sqlite/schema.ts';
import { chunkFromRow, contentFromRow, readStatus } from '../../src/shared/index/sqlite/stored-records.ts';
import { lexicalFields } from '../../src/shared/lexical/lexical-terms.ts';
import type { QdrantLocation } from './qdrant-index.ts';

/**
 * Rewrites an index of one source with one root in SQLite as the versions wrote it that had only one source.
 * @param chunker version of the chunker that it was written with; absent: today's
 */
export function rewriteSqliteAsEarlier(path: string, chunker?: number): void {
  const db = new DatabaseSync(path);
  db.prepare('UPDATE state SET status = ?').run(JSON.stringify(earlierStatus(readStatus(db))));
  const publishes = db.prepare('SELECT sequence, record FROM publishes').all();
  for (const { sequence, record } of publishes) {
    const earlier = earlierPublish(JSON.parse(String(record)));
    db.prepare('UPDATE publishes SET record = ? WHERE sequence = ?').run(
      JSON.stringify(earlier),
      Number(sequence),
    );
  }
  withEarlierTables(db);
  db.exec("UPDATE documents SET entry = json_remove(entry, '$.language'); PRAGMA user_version = 1");
  if (chunker !== undefined)
    db.prepare("UPDATE state SET status = json_set(status, '$.fingerprint.chunker', ?)").run(chunker);
  db.close();
}

/** Replaces the tables of documents by those of versions 1 and 2, with the same documents. */
export function withEarlierTables(db: DatabaseSync): void {
  const documents = db.prepare('SELECT path, blob, entry, outline, content FROM documents').all();
  const chunks = db.prepare('SELECT * FROM chunks ORDER BY key').all();
  db.exec('DROP TABLE documents; DROP TABLE chunks; DROP TABLE chunk_words');
  for (const table of Object.keys(LATER_TABLES)) db.exec(`DROP TABLE ${table}`);
  db.exec(`${EARLIER_DOCUMENT_TABLES} PRAGMA user_version = 2`);
  const addDocument = db.prepare('INSERT INTO documents VALUES (?, ?, ?, ?, ?)');
  for (const row of documents) {
    const { path = '', blob = '', entry = '', outline = '' } = row;
    addDocument.run(path, blob, entry, outline, contentFromRow(row));
  }
  const addChunk = db.prepare('INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)');
  const addWords = db.prepare(
    'INSERT INTO chunk_words (rowid, title, headings, body, identifiers) VALUES (?, ?, ?, ?, ?)',
  );
  for (const row of chunks) {
    const chunk = chunkFromRow(row);
    const key = Number(row['key']);
    addChunk.run(key, chunk.id, chunk.path, chunk.ordinal, chunk.contentHash, JSON.stringify(chunk));
    const { title, headings, body, identifiers } = lexicalFields(chunk);
    addWords.run(key, title, headings, body, identifiers);
  }
}

/** Rewrites an index of one source with one root in Qdrant as the versions wrote it that had only one source. */
export async function rewriteQdrantAsEarlier({ url, key, alias }: QdrantLocation): Promise<void> {
  const send = async (method: string, route: string, body: object) => {
    const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'api-key': key }) };
    const answer = await fetch(`${url}/collections/${alias}/points${route}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`Qdrant answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as {
      result: { points: { id: string; payload: Record<string, unknown> }[] };
    };
  };
  await send('POST', '/delete?wait=true', {
    filter: { must: [{ key: 'kind', match: { any: ['list', 'words', 'name'] } }] },
  });
  const { result } = await send('POST', '/scroll', { limit: 1000, with_payload: true });
  for (const { id, payload } of result.points) {
    await send('PUT', '/payload?wait=true', { points: [id], payload: earlierPayload(id, payload) });
  }
}

function earlierPayload(id: string, payload: Record<string, unknown>): object {
  if (id === STATE_ID) {
    const { checkedAt, docsBehind, headTag, lastRun, consecutiveFailures, sequence, ...published } =
      earlierStatus(statusFromState(payload as unknown as State));
    const { points_layout: _, ...earlier } = payload;
    return { ...earlier, layout: 1, sequence, published, check: { checkedAt, docsBehind, headTag } };
  }
  if (payload['kind'] === 'publish')
    return { ...payload, record: earlierPublish(payload['record'] as PublishRecord) };
  if (payload['kind'] !== 'document') return payload;
  const { language: _, ...entry } = payload['entry'] as Record<string, unknown>;
  const { language: __, ...rest } = payload;
  return { ...rest, entry };
}

function earlierStatus({ sources, fingerprint, ...status }: IndexStatus) {
  const [source] = sources;
  if (source === undefined) throw new Error('the index has no source');
  const { from, ref, roots, commit, checkedAt, behind: docsBehind, headTag } = source;
  const place = ref === null ? from : `${from}@${ref}:${roots[0]?.path}`;
  const siteUrl = roots[0]?.site ?? null;
  return {
    ...status,
    source: place,
    commit,
    checkedAt,
    docsBehind,
    headTag,
    fingerprint: { ...fingerprint, siteUrl },
  };
}

function earlierPublish({ sequence, publishedAt, sources }: PublishRecord): object {
  const [source] = sources;
  return {
    sequence,
    publishedAt,
    commit: source?.commit,
    commits: source?.commits ?? [],
    documents: source?.documents ?? [],
  };
}
