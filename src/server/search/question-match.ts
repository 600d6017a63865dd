import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { isStopWord } from '../../shared/lexical/stop-words.ts';
import { wordStems } from './word-stems.ts';

/** How the passages found of a document speak of what is asked. All from 0 to 1. */
export interface QuestionMatch {
  /** Share of the question's words in its best passage, those that few of the documents have counting more. */
  readonly covered: number;
  /** The same for title and headings. */
  readonly named: number;
  /** Share of the question's neighbouring words that are neighbours in a passage. */
  readonly phrased: number;
}

/** Longer questions are compared by their beginning. */
const MAX_CHARACTERS = 1_000;

/** Compares a question with the documents found for it, in their order. */
export function matchQuestion(question: string, matches: readonly DocumentMatch[]): QuestionMatch[] {
  const asked = askedStems(question);
  const documents = matches.map((match) => ({
    passages: match.chunks.map(({ chunk }) => wordStems(`${chunk.breadcrumbs.join(' ')}\n${chunk.text}`)),
    names: new Set(
      match.chunks.flatMap(({ chunk }) => wordStems(`${chunk.title} ${chunk.breadcrumbs.join(' ')}`)),
    ),
  }));
  const known = documents.map(({ passages, names }) => ({
    names,
    sets: passages.map((stems) => new Set(stems)),
  }));
  const weight = weights(
    asked,
    known.map(
      ({ names, sets }) =>
        (stem) =>
          names.has(stem) || sets.some((set) => set.has(stem)),
    ),
  );
  return documents.map(({ passages }, i) => {
    const { names, sets } = known[i] ?? { names: new Set<string>(), sets: [] };
    return {
      covered: Math.max(
        0,
        ...sets.map((set) => share(asked, weight, (stem) => set.has(stem) || names.has(stem))),
      ),
      named: share(asked, weight, (stem) => names.has(stem)),
      phrased: phrased(asked, passages),
    };
  });
}

function askedStems(question: string): string[] {
  const words = question.slice(0, MAX_CHARACTERS);
  const stems = wordStems(
    words.replace(/[\p{L}']+/gu, (word) => (isStopWord(word.toLowerCase()) ? ' ' : word)),
  );
  return stems.length > 0 ? stems : wordStems(words);
}

/** How much each stem says: the fewer of the documents have it, the more. */
function weights(asked: readonly string[], has: readonly ((stem: string) => boolean)[]): Map<string, number> {
  return new Map(
    asked.map((stem) => [
      stem,
      Math.log(1 + has.length / (0.5 + has.filter((hasStem) => hasStem(stem)).length)),
    ]),
  );
}

function share(
  asked: readonly string[],
  weight: ReadonlyMap<string, number>,
  has: (stem: string) => boolean,
): number {
  let all = 0;
  let found = 0;
  for (const stem of new Set(asked)) {
    all += weight.get(stem) ?? 0;
    if (has(stem)) found += weight.get(stem) ?? 0;
  }
  return all === 0 ? 0 : found / all;
}

function phrased(asked: readonly string[], passages: readonly (readonly string[])[]): number {
  const pairs = asked.slice(1).map((second, i) => [asked[i], second] as const);
  if (pairs.length === 0) return 0;
  const found = pairs.filter(([first, second]) =>
    passages.some((stems) => areNeighbours(stems, first, second)),
  );
  return found.length / pairs.length;
}

/** Next to each other, or with one word between. */
function areNeighbours(stems: readonly string[], first: string | undefined, second: string): boolean {
  for (let i = stems.indexOf(first ?? ''); i !== -1; i = stems.indexOf(first ?? '', i + 1)) {
    if (stems[i + 1] === second || stems[i + 2] === second) return true;
  }
  return false;
}
