import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildDocument } from '../../../test/support/document-builder.ts';
import { WordEmbedder } from '../../../test/support/word-embedder.ts';
import { planEmbeddings } from './embed-texts.ts';
import { DocumentSpool, TemporaryFile } from './spool.ts';

/** More than one batch of documents that all say the same, and one that says something else. */
const DOCUMENTS = 130;

describe('the embedding plan', () => {
  let file: TemporaryFile;
  let documents: DocumentSpool;
  beforeEach(() => {
    file = new TemporaryFile();
    documents = new DocumentSpool(file);
    for (let i = 0; i < DOCUMENTS; i++) {
      documents.add(buildDocument({ path: `${i}.md`, passages: ['The same everywhere.'] }));
    }
    documents.add(buildDocument({ path: 'other.md', passages: ['Something else.'] }));
  });
  afterEach(() => file.close());

  function plan(vectors: (hashes: readonly string[]) => Promise<Map<string, Float32Array>>) {
    const run = {
      embedder: new WordEmbedder(),
      temporaryFile: file,
      view: { vectors },
      heartbeat: async () => {},
    };
    return planEmbeddings(run, documents);
  }

  test('a text that many documents share is embedded once, and its tokens are counted once', async () => {
    const { missing, reused, tokens } = await plan(async () => new Map());
    expect([missing.size, reused, tokens]).toEqual([2, 0, 'The same everywhere.Something else.'.length]);
  });

  test('a text that has a vector in the index is not embedded, and its vector is requested once', async () => {
    const asked: string[] = [];
    const { missing, reused, vectors } = await plan(async (hashes) => {
      asked.push(...hashes);
      return new Map(hashes.map((hash) => [hash, Float32Array.of(1)]));
    });
    expect([missing.size, reused, asked.length]).toEqual([0, 2, 2]);
    expect(vectors.read(asked).size).toBe(2);
  });
});
