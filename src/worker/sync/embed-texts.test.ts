import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildDocument } from '../../../test/support/document-builder.ts';
import { planEmbeddings } from './embed-texts.ts';
import { Spool } from './spool.ts';

/** More than one batch of documents that all say the same, and one that says something else. */
const DOCUMENTS = 130;

describe('the plan of what to embed', () => {
  let spool: Spool;
  beforeEach(() => {
    spool = new Spool();
    for (let i = 0; i < DOCUMENTS; i++) {
      spool.addDocument(buildDocument({ path: `${i}.md`, passages: ['The same everywhere.'] }));
    }
    spool.addDocument(buildDocument({ path: 'other.md', passages: ['Something else.'] }));
  });
  afterEach(() => spool.close());

  test('has every text once, and its size once', async () => {
    const { missing, reused, tokens } = await planEmbeddings(
      spool,
      { vectors: async () => new Map() },
      async () => {},
    );
    expect([missing.size, reused, tokens]).toEqual([2, 0, 'The same everywhere.Something else.'.length]);
  });

  test('leaves out what the index has a vector for, and asks for it once', async () => {
    const asked: string[] = [];
    const vectors = async (hashes: readonly string[]) => {
      asked.push(...hashes);
      return new Map(hashes.map((hash) => [hash, Float32Array.of(1)]));
    };
    const { missing, reused } = await planEmbeddings(spool, { vectors }, async () => {});
    expect([missing.size, reused, asked.length]).toEqual([0, 2, 2]);
    expect(spool.vectors(asked).size).toBe(2);
  });
});
