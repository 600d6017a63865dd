import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OperationalError } from '../operational-error.ts';
import type { Embedder, Embeddings } from './embedder.ts';

/** What the file has to be. The hash is part of the fingerprint: vectors of two tables cannot be compared. */
export const WORD_TABLE = {
  sha256: '4c1025e40a790c3fd68c7f13003b066e20d4015438b4cf9c01224b787e40871c',
  dimensions: 128,
};

/** Whether vectors of a model come from a table of this kind, of this version of the program or another. */
export function isWordTable(model: string): boolean {
  return /^words-[\da-f]{8}$/.test(model);
}

/** A build puts the table beside this module. */
const BUILT_TABLE = fileURLToPath(new URL('word-table.bin', import.meta.url));
const TRAINED_TABLE = fileURLToPath(new URL('../../../models/words/table.bin', import.meta.url));

/**
 * Embeds texts with a table of word vectors of our own (models/words): the vector of a text is the sum of its words'
 * vectors, which the table has weighted by rarity. It needs no endpoint and no key. A text takes some 0.1 ms, a query
 * 0.01 ms.
 *
 * The numbers of a vector are whole and from -127 to 127, so that an index can keep each in a byte. Only its direction
 * means anything. A text of which the table knows no part has a vector of zeros.
 */
export class WordVectors implements Embedder {
  readonly model = `words-${WORD_TABLE.sha256.slice(0, 8)}`;
  readonly dimensions = WORD_TABLE.dimensions;
  readonly requests = 0;
  readonly #file: string;
  #table: WordTable | null = null;

  /** @param file the table; read with the first text */
  constructor(file: string = existsSync(BUILT_TABLE) ? BUILT_TABLE : TRAINED_TABLE) {
    this.#file = file;
  }

  /** @returns 0 tokens: nothing is paid for. Rejects with `CONFIG_INVALID` if the file is missing or is another. */
  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings> {
    signal?.throwIfAborted();
    this.#table ??= readTable(this.#file);
    const table = this.#table;
    return { vectors: texts.map((text) => table.embed(text)), tokens: 0 };
  }
}

function readTable(file: string): WordTable {
  try {
    return new WordTable(readFileSync(file));
  } catch (error) {
    throw new OperationalError(
      'CONFIG_INVALID',
      `the table of word vectors cannot be read from ${file}.`,
      'Install the program again, or set EMBEDDINGS=off.',
      { cause: error },
    );
  }
}

/** Boundaries of the parts of names in code: `withGen|Local|State`, `HTTP|Server`. */
const CASE_BOUNDARIES = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g;
/** Runs of Chinese characters, other words, and single other characters. */
const WORDS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+|[^\s\p{L}\p{N}\p{M}]/gu;
const HAN = /^\p{Script=Han}/u;
/** A longer word is not one. As in WordPiece of BERT. */
const LONGEST_WORD = 100;
/** Words whose parts are kept: those of a language, and not all that a hostile page can think up. */
const KEPT_WORDS = 20_000;

/**
 * The vectors of some thousand parts of words. The file has, little-endian: the number of parts n, the dimensions d and
 * the length of the last section as 32-bit integers; n scales as 32-bit floats; n × d numbers as signed bytes; the parts in
 * UTF-8, a line each, those that continue a word after `##`. The number of a vector is the byte times the scale.
 */
class WordTable {
  readonly #dimensions: number;
  readonly #scales: Float32Array;
  readonly #numbers: Int8Array;
  readonly #ids: ReadonlyMap<string, number>;
  readonly #partsOfWords = new Map<string, readonly number[]>();

  constructor(file: Uint8Array) {
    // A copy, because a buffer of Node's need not begin where its memory does.
    const bytes = Uint8Array.from(file).buffer;
    const [count = 0, dimensions = 0, length = 0] = new Uint32Array(bytes, 0, 3);
    const [scales, numbers, parts] = [12, 12 + 4 * count, 12 + 4 * count + count * dimensions];
    this.#dimensions = dimensions;
    this.#scales = new Float32Array(bytes, scales, count);
    this.#numbers = new Int8Array(bytes, numbers, count * dimensions);
    const lines = new TextDecoder().decode(new Uint8Array(bytes, parts, length)).split('\n');
    this.#ids = new Map(lines.map((part, id) => [part, id]));
    if (
      dimensions !== WORD_TABLE.dimensions ||
      this.#ids.size !== count ||
      parts + length !== bytes.byteLength
    )
      throw new Error('it is not the table that belongs to this version');
  }

  embed(text: string): Float32Array {
    const sum = new Float32Array(this.#dimensions);
    const words = text
      .replace(CASE_BOUNDARIES, ' ')
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '');
    for (const [word] of words.matchAll(WORDS)) for (const id of this.#partsOf(word)) this.#add(id, sum);
    const largest = sum.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return largest === 0 ? sum : sum.map((value) => Math.round((127 * value) / largest));
  }

  #add(id: number, sum: Float32Array): void {
    const scale = this.#scales[id] as number;
    const start = id * this.#dimensions;
    for (let i = 0; i < sum.length; i++)
      sum[i] = (sum[i] as number) + scale * (this.#numbers[start + i] as number);
  }

  #partsOf(word: string): readonly number[] {
    const known = this.#partsOfWords.get(word);
    if (known !== undefined) return known;
    if (word.length > LONGEST_WORD && !HAN.test(word)) return [];
    const parts = HAN.test(word) ? this.#charactersAndPairs(word) : this.#wordPieces(word);
    if (this.#partsOfWords.size < KEPT_WORDS && word.length <= LONGEST_WORD)
      this.#partsOfWords.set(word, parts);
    return parts;
  }

  /** Chinese has no spaces: each character counts, and each pair of neighbours that the table has. */
  #charactersAndPairs(run: string): number[] {
    const characters = [...run];
    return characters.flatMap((character, i) =>
      [character, character + (characters[i + 1] ?? '')].flatMap((part, isPair) =>
        isPair === 1 && part === character ? [] : (this.#ids.get(part) ?? []),
      ),
    );
  }

  /** The longest part first, as WordPiece does; none if a rest of the word is unknown. */
  #wordPieces(word: string): number[] {
    const parts: number[] = [];
    for (let start = 0; start < word.length; ) {
      let end = word.length;
      let id: number | undefined;
      for (; end > start; end--) {
        id = this.#ids.get((start === 0 ? '' : '##') + word.slice(start, end));
        if (id !== undefined) break;
      }
      if (id === undefined) return [];
      parts.push(id);
      start = end;
    }
    return parts;
  }
}
