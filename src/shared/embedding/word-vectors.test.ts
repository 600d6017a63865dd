import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VectorList } from '../index/sqlite/vector-list.ts';
import { WORD_TABLE, WordVectors } from './word-vectors.ts';

const folder = mkdtempSync(join(tmpdir(), 'word-vectors-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Embeds with a table in which the vector of each part has one number: its place in the table. */
function withTable(parts: readonly string[]) {
  const { dimensions } = WORD_TABLE;
  const words = new TextEncoder().encode(parts.join('\n'));
  const numbers = new Int8Array(parts.length * dimensions);
  for (const at of parts.keys()) numbers[at * dimensions + at] = 1;
  const path = join(folder, 'table.bin');
  const header = new Uint8Array(Uint32Array.of(parts.length, dimensions, words.length).buffer);
  const scales = new Uint8Array(new Float32Array(parts.length).fill(1).buffer);
  writeFileSync(path, Buffer.concat([header, scales, new Uint8Array(numbers.buffer), words]));
  const embedder = new WordVectors(path);
  /** The parts of a text, once for each time it has them. */
  return async (text: string) => {
    const [vector = new Float32Array()] = (await embedder.embed([text])).vectors;
    const least = Math.min(...vector.filter((value) => value > 0));
    return parts.flatMap((part, at) => Array<string>(Math.round((vector[at] ?? 0) / least) || 0).fill(part));
  };
}

describe('WordVectors.embed()', () => {
  test('a word is embedded by its longest known parts, in lower case and without accents', async () => {
    const partsOf = withTable(['graph', 'gra', '##ph', '##s', 'cafe', '.']);
    expect(await partsOf('Graphs')).toEqual(['graph', '##s']);
    expect(await partsOf('Café.')).toEqual(['cafe', '.']);
  });

  test('names in code are embedded by their parts', async () => {
    const partsOf = withTable(['with', 'gen', 'local', 'state', 'http', 'server', '_']);
    expect(await partsOf('WithGenLocalState')).toEqual(['with', 'gen', 'local', 'state']);
    expect(await partsOf('HTTPServer http_server')).toEqual(['http', 'http', 'server', 'server', '_']);
  });

  test('Chinese text is embedded by its characters and the pairs of neighbours that the table has', async () => {
    const partsOf = withTable(['图', '编', '排', '编排', 'graph']);
    expect(await partsOf('图编排Graph')).toEqual(['图', '编', '排', '编排', 'graph']);
  });

  test('a word with an unknown rest has no part, and a text of such words has a vector of zeros', async () => {
    const partsOf = withTable(['graph', '##s']);
    expect(await partsOf('graphxyz')).toEqual([]);
    const { vectors, tokens } = await new WordVectors(join(folder, 'table.bin')).embed(['', 'xyz']);
    expect(vectors.map((vector) => vector.every((value) => value === 0))).toEqual([true, true]);
    expect(tokens).toBe(0);
  });

  test('a table that is missing, cut or of other dimensions is refused with what to do', async () => {
    const table = readFileSync(join(folder, 'table.bin'));
    const files = { missing: null, cut: table.subarray(0, -3), other: Buffer.from([...table, 10, 120]) };
    for (const [name, bytes] of Object.entries(files)) {
      const path = join(folder, `${name}.bin`);
      if (bytes !== null) writeFileSync(path, bytes);
      await expect(new WordVectors(path).embed(['graph'])).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        advice: 'Install the program again, or set EMBEDDINGS=off.',
      });
    }
  });
});

describe('the trained table', () => {
  const table = join(import.meta.dirname, '../../../models/words/table.bin');
  const embedder = new WordVectors(table);
  const vectorOf = async (text: string) => (await embedder.embed([text])).vectors[0] ?? new Float32Array();
  const similarity = async (a: string, b: string) => {
    const list = new VectorList(WORD_TABLE.dimensions, 1);
    list.add(await vectorOf(b));
    return list.cosines(await vectorOf(a))[0] ?? 0;
  };

  test('the table has the hash that the fingerprint of an index is made of', () => {
    expect(createHash('sha256').update(readFileSync(table)).digest('hex')).toBe(WORD_TABLE.sha256);
    expect(embedder.model).toBe(`words-${WORD_TABLE.sha256.slice(0, 8)}`);
    expect(embedder.dimensions).toBe(WORD_TABLE.dimensions);
  });

  test('every vector has whole numbers from -127 to 127 and depends on the text alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        const vector = await vectorOf(text);
        expect(vector.every((value) => Number.isInteger(value) && Math.abs(value) <= 127)).toBe(true);
        expect(await vectorOf(text)).toEqual(vector);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['how do I stop a running agent', 'cancel and abort the execution', 'parse a CSV file'],
    ['remember earlier turns of a chat', 'conversation history and memory', 'compile the graph'],
    ['retry when the model fails', 'handle errors and attempt again', 'split a document into chunks'],
  ])('"%s" is nearer to "%s" than to "%s"', async (query, near, far) => {
    expect(await similarity(query, near)).toBeGreaterThan(await similarity(query, far));
  });
});
