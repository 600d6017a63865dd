import type { IndexedDocument, IndexReader } from '../../../src/shared/index/index-reader.ts';

/** Returns every document of a scan. */
export async function scanned(reader: IndexReader): Promise<IndexedDocument[]> {
  const all: IndexedDocument[] = [];
  for await (const document of reader.scan()) all.push(document);
  return all;
}

/** Returns the paths of the published documents, sorted. */
export async function paths(reader: IndexReader): Promise<string[]> {
  return (await reader.list()).documents.map(({ path }) => path).sort();
}

/** Returns the paths of the matching documents, best first. */
export async function found(reader: IndexReader, text: string, vector?: Float32Array): Promise<string[]> {
  const query = { text, limit: 20, chunksPerDocument: 3, ...(vector === undefined ? {} : { vector }) };
  return (await reader.search(query)).matches.map(({ document }) => document.path);
}
