import type { Chunk } from '../../shared/domain/chunk.ts';
import { headingsOf, wordsOf } from '../../shared/lexical/lexical-terms.ts';
import { indexedParts, stemOf } from '../../shared/lexical/stems.ts';
import { pauses } from '../index-access/pauses.ts';

/** The stems of a passage, as ids: equal stems have equal ids. */
export interface Stems {
  /** Of its headings and its text, in order. */
  readonly inOrder: Int32Array;
  /** The same, each once. */
  readonly all: ReadonlySet<number>;
  /** Of its text alone, and of its identifiers as whole words. */
  readonly text: ReadonlySet<number>;
  /** Of its document's title and its headings. */
  readonly headings: ReadonlySet<number>;
  /**
   * Of what says what it is about: of a declaration its headings and the first sentence of its comment, in each case
   * with the title; otherwise the title and all headings together.
   */
  readonly subjects: readonly ReadonlySet<number>[];
}

/**
 * The stems of a snapshot's passages, computed once for as long as somebody holds the chunk. Stemming costs more than
 * all else a search does with the words, and an index that keeps its chunks in memory returns the same ones again.
 */
export class PassageStems {
  readonly #ids = new Map<string, number>();
  /** Of parts of words as written: most of a passage are known from others. */
  readonly #idsOfParts = new Map<string, number>();
  readonly #stems = new WeakMap<Chunk, Stems>();

  of(chunk: Chunk): Stems {
    const known = this.#stems.get(chunk);
    if (known !== undefined) return known;
    const headings = this.#stemIds(chunk.breadcrumbs.join(' '));
    const identifiers = chunk.identifiers.flatMap(wordsOf).join(' ').toLowerCase();
    const text = this.#stemIds(`${chunk.text}\n${identifiers}`);
    const inOrder = Int32Array.from([...headings, ...text]);
    const allHeadings = new Set(this.#stemIds([chunk.title, ...headingsOf(chunk)].join('\n')));
    const stems = {
      inOrder,
      all: new Set(inOrder),
      text: new Set(text),
      headings: allHeadings,
      subjects: chunk.path.endsWith('.go')
        ? declarationSubjects(chunk).map((subject) => new Set(this.#stemIds(subject)))
        : [allHeadings],
    };
    this.#stems.set(chunk, stems);
    return stems;
  }

  /** Computes the stems of passages that are needed next, and lets other requests have their turn. */
  async prepare(chunks: Iterable<Chunk>): Promise<void> {
    const pause = pauses();
    for (const chunk of chunks) {
      this.of(chunk);
      await pause();
    }
  }

  /** The ids of a query's stems. A stem of no passage seen so far gets a negative id, which no passage has. */
  idsOf(stems: readonly string[]): number[] {
    const unknown = new Map<string, number>();
    return stems.map((stem) => {
      const id = this.#ids.get(stem) ?? unknown.get(stem) ?? -1 - unknown.size;
      if (id < 0) unknown.set(stem, id);
      return id;
    });
  }

  #stemIds(text: string): number[] {
    return indexedParts(text).map((part) => {
      const known = this.#idsOfParts.get(part);
      if (known !== undefined) return known;
      const stemmed = stemOf(part);
      const id = this.#ids.get(stemmed) ?? this.#ids.size;
      this.#ids.set(stemmed, id);
      this.#idsOfParts.set(part, id);
      return id;
    });
  }
}

/** The title, the headings and the first sentence of the comment of each declaration of a chunk. */
function declarationSubjects({ title, breadcrumbs, sections, text }: Chunk): string[] {
  const declarations = [{ breadcrumbs, start: 0 }, ...sections];
  return declarations.map((declaration, i) => {
    const own = text.slice(declaration.start, declarations[i + 1]?.start);
    return [title, ...declaration.breadcrumbs, firstSentence(own)].join('\n');
  });
}

const CODE_OR_HEADING = /```[\s\S]*?```|^#.*$/gm;

/** The first sentence of a text outside of its code and headings. */
function firstSentence(markdown: string): string {
  return /^[\s\S]*?(?:[.。](?=\s)|\n\n|$)/.exec(markdown.replace(CODE_OR_HEADING, '').trim())?.[0] ?? '';
}
