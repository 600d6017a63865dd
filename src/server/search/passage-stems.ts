import type { Chunk } from '../../shared/domain/chunk.ts';
import { headingsOf } from '../../shared/lexical/lexical-fields.ts';
import { spaced, wordsOf } from '../../shared/lexical/words.ts';

/** The stems of a passage, as numbers: equal stems, equal numbers. */
export interface Stems {
  /** Of its headings and its text, in order. */
  readonly inOrder: Int32Array;
  /** The same, each once. */
  readonly all: ReadonlySet<number>;
  /** Of its text alone, names of several words as one word too. */
  readonly text: ReadonlySet<number>;
  /** Of its document's title and its headings. */
  readonly names: ReadonlySet<number>;
}

/**
 * Works out the stems of passages, once for as long as somebody holds the chunk. Taking words apart costs more than
 * everything else a search does with them, and an index that keeps its chunks in memory asks about the same ones.
 */
export class PassageStems {
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<Chunk, Stems>();

  of(chunk: Chunk): Stems {
    const known = this.#known.get(chunk);
    if (known !== undefined) return known;
    const headings = this.#numbered(chunk.breadcrumbs.join(' '));
    const names = chunk.identifiers.flatMap(wordsOf).join(' ').toLowerCase();
    const text = this.#numbered(`${chunk.text}\n${names}`);
    const inOrder = Int32Array.from([...headings, ...text]);
    const made = {
      inOrder,
      all: new Set(inOrder),
      text: new Set(text),
      names: new Set(this.#numbered([chunk.title, ...headingsOf(chunk)].join('\n'))),
    };
    this.#known.set(chunk, made);
    return made;
  }

  /** The numbers of a query's stems; one that no passage asked about so far has gets a number of its own below zero. */
  numbersOf(stems: readonly string[]): number[] {
    const unknown = new Map<string, number>();
    return stems.map((stem) => {
      const number = this.#numbers.get(stem) ?? unknown.get(stem) ?? -1 - unknown.size;
      if (number < 0) unknown.set(stem, number);
      return number;
    });
  }

  #numbered(text: string): number[] {
    return wordStems(text).map((stem) => {
      const number = this.#numbers.get(stem) ?? this.#numbers.size;
      this.#numbers.set(stem, number);
      return number;
    });
  }
}

/** A run of capitals, a word with or without one, digits, or letters of a script without case. */
const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[\p{Lo}\p{M}]+/gu;
const SUFFIX = /(?:ions?|ings?|ers?|e[sd]?|s)$/;
const SHORTEST_STEM = 3;

/** The words of a text in order, those of identifiers apart, in lower case and without their commonest English endings. */
export function wordStems(text: string): string[] {
  return (spaced(text).match(PART) ?? []).map(stem);
}

function stem(part: string): string {
  const word = part.toLowerCase();
  const shortened = word.replace(SUFFIX, '');
  return shortened.length < SHORTEST_STEM ? word : shortened;
}
