import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { wordStems } from '../../shared/lexical/stems.ts';
import { isGuessedWord, isStopWord, spaced } from '../../shared/lexical/words.ts';
import type { PassageStems, Stems } from './passage-stems.ts';

/** How well the passages found of a document match the words of a query. All from 0 to 1. */
export interface QueryMatch {
  /** Share of the query's words in its best passage, headings included; words that few documents have weigh more. */
  readonly coverage: number;
  /** The same of what says what a passage is about: see `subjects` of `Stems`. */
  readonly subjectCoverage: number;
  /** Share of the query's neighbouring words that are neighbours in a passage. */
  readonly proximity: number;
}

/**
 * Compares a query with the documents found for it, in their order.
 * @param compared how many of them; the rest only tell which of the query's words are rare
 */
export function matchQuery(
  query: string,
  matches: readonly DocumentMatch[],
  passageStems: PassageStems,
  compared = matches.length,
): QueryMatch[] {
  const documents = matches.map(({ chunks }) => chunks.map(({ chunk }) => passageStems.of(chunk)));
  const written = queryStems(query);
  const stems = passageStems.idsOf(written);
  const words = weighWords(stems, written.map(isGuessedWord), documents);
  return documents.slice(0, compared).map((passages) => {
    const inHeadings = words.map(({ stem }) => anyHas(passages, stem, headingsHave));
    let coverage = 0;
    let subjectCoverage = 0;
    for (const { all, subjects } of passages) {
      coverage = Math.max(coverage, coveredShare(words, all, inHeadings));
      for (const subject of subjects)
        subjectCoverage = Math.max(subjectCoverage, coveredShare(words, subject));
    }
    return {
      coverage,
      subjectCoverage,
      proximity: proximity(stems, passages),
    };
  });
}

/** Longer queries are compared by their beginning. */
const MAX_CHARACTERS = 1_000;
/** Each is looked up in every passage found. */
const MAX_STEMS = 100;

/** The stems of a query's words in order, without stop words unless it has no other words. */
export function queryStems(query: string): string[] {
  const words = spaced(query.slice(0, MAX_CHARACTERS));
  const stems = wordStems(
    words.replace(/[\p{L}']+/gu, (word) => (isStopWord(word.toLowerCase()) ? ' ' : word)),
  );
  return (stems.length > 0 ? stems : wordStems(words)).slice(0, MAX_STEMS);
}

/** How many of the stems, beginnings of words in lower case, are in a text. */
export function countStems(text: string, stems: readonly string[]): number {
  const words = text.toLowerCase();
  return new Set(stems.filter((stem) => words.includes(stem))).size;
}

interface WeightedWord {
  readonly stem: number;
  readonly weight: number;
}

/**
 * Each stem once, weighed by its rarity among the documents, like an inverse document frequency. A guessed word that no
 * document has is left out: it is not a word.
 */
function weighWords(
  stems: readonly number[],
  guessed: readonly boolean[],
  documents: readonly (readonly Stems[])[],
): WeightedWord[] {
  return [...new Set(stems)].flatMap((stem) => {
    let having = 0;
    for (const passages of documents) if (anyHas(passages, stem, passageHas)) having++;
    if (having === 0 && guessed[stems.indexOf(stem)] === true) return [];
    return [{ stem, weight: Math.log(1 + documents.length / (0.5 + having)) }];
  });
}

const headingsHave = ({ headings }: Stems, stem: number) => headings.has(stem);
const passageHas = ({ all, headings }: Stems, stem: number) => all.has(stem) || headings.has(stem);

function anyHas(passages: readonly Stems[], stem: number, has: typeof passageHas): boolean {
  for (const passage of passages) if (has(passage, stem)) return true;
  return false;
}

/**
 * The weight of the words that are among the stems, as a share of the weight of all words.
 * @param known for each word, whether it counts as one of the stems in any case
 */
function coveredShare(
  words: readonly WeightedWord[],
  stems: ReadonlySet<number>,
  known: readonly boolean[] = [],
): number {
  let all = 0;
  let covered = 0;
  let at = 0;
  for (const { stem, weight } of words) {
    all += weight;
    if (known[at] === true || stems.has(stem)) covered += weight;
    at += 1;
  }
  return all === 0 ? 0 : covered / all;
}

function proximity(stems: readonly number[], passages: readonly Stems[]): number {
  const pairs = stems.slice(1).map((second, i) => [stems[i] ?? second, second] as const);
  if (pairs.length === 0) return 0;
  const found = pairs.filter(([first, second]) =>
    passages.some(
      ({ all, inOrder }) => all.has(first) && all.has(second) && areNeighbours(inOrder, first, second),
    ),
  );
  return found.length / pairs.length;
}

/** Whether two stems occur next to each other, or with one word between. */
function areNeighbours(stems: Int32Array, first: number, second: number): boolean {
  for (let i = stems.indexOf(first); i !== -1; i = stems.indexOf(first, i + 1)) {
    if (stems[i + 1] === second || stems[i + 2] === second) return true;
  }
  return false;
}

/** Weight of the lexical ranking where a leading document covers the whole query. */
const FULL_COVERAGE_WEIGHT = 1.75;
/** How many of the leading documents count. */
const LEADING = 3;

/**
 * The weight of the lexical ranking relative to the dense one, which has weight 1. If the docs use the words of the
 * query, lexical search is more accurate than vectors. If they hardly do, partial matches are mostly accidental.
 * @param matches of the lexical search, best first
 */
export function lexicalWeight(
  query: string,
  matches: readonly DocumentMatch[],
  passageStems: PassageStems,
): number {
  const leading = matchQuery(query, matches, passageStems, LEADING);
  return FULL_COVERAGE_WEIGHT * leading.reduce((most, { coverage }) => Math.max(most, coverage), 0);
}

/** Population count: how many bits of a 32-bit number are set, which is the size of a set of one bit each. */
export function popCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
