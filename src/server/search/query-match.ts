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
  const written = queryStems(query);
  // Before the ids of the query's stems: those are of passages seen so far.
  const read = matches.map(({ chunks }) => chunks.map(({ chunk }) => passageStems.of(chunk)));
  const stems = passageStems.idsOf(written);
  const distinct = [...new Set(stems)];
  const documents = read.map((passages) => passages.map((passage) => lookUp(distinct, passage)));
  const isGuessed = distinct.map((stem) => isGuessedWord(written[stems.indexOf(stem)] ?? ''));
  const words = weighWords(isGuessed, documents);
  return documents.slice(0, compared).map((passages) => {
    const inHeadings = distinct.map((_, at) => isInAny(passages, at, 'headings'));
    let coverage = 0;
    let subjectCoverage = 0;
    for (const { all, subjects } of passages) {
      coverage = Math.max(coverage, coveredShare(words, all, inHeadings));
      for (const subject of subjects)
        subjectCoverage = Math.max(subjectCoverage, coveredShare(words, subject, NONE));
    }
    return { coverage, subjectCoverage, proximity: proximity(stems, passages) };
  });
}

/** For each of a query's stems whether a passage has it: see `Stems`. */
interface LookedUp {
  readonly stems: Stems;
  readonly all: Has;
  readonly headings: Has;
  readonly subjects: readonly Has[];
}

type Has = readonly boolean[];

const NONE: Has = [];

function lookUp(distinct: readonly number[], stems: Stems): LookedUp {
  const headings = hasEach(stems.headings, distinct);
  return {
    stems,
    all: hasEach(stems.all, distinct),
    headings,
    subjects: stems.subjects.map((subject) =>
      subject === stems.headings ? headings : hasEach(subject, distinct),
    ),
  };
}

function hasEach(set: ReadonlySet<number>, stems: readonly number[]): Has {
  const has: boolean[] = [];
  for (const stem of stems) has.push(set.has(stem));
  return has;
}

function isInAny(passages: readonly LookedUp[], at: number, where: 'headings' | 'all'): boolean {
  for (const passage of passages) if (passage[where][at] === true) return true;
  return false;
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

/** How many different stems, beginnings of words in lower case, are in a text in lower case. */
export function countStems(words: string, stems: readonly string[]): number {
  let count = 0;
  for (const [at, stem] of stems.entries())
    if (words.includes(stem) && stems.indexOf(stem) === at) count += 1;
  return count;
}

interface WeightedWord {
  /** Its number among the stems of the query. */
  readonly at: number;
  readonly weight: number;
}

/**
 * Each stem once, weighed by its rarity among the documents, like an inverse document frequency. A guessed word that no
 * document has is left out: it is not a word.
 */
function weighWords(
  isGuessed: readonly boolean[],
  documents: readonly (readonly LookedUp[])[],
): WeightedWord[] {
  return isGuessed.flatMap((guessed, at) => {
    let having = 0;
    for (const passages of documents)
      if (isInAny(passages, at, 'all') || isInAny(passages, at, 'headings')) having += 1;
    if (having === 0 && guessed) return [];
    return [{ at, weight: Math.log(1 + documents.length / (0.5 + having)) }];
  });
}

/**
 * The weight of the words that a passage has, as a share of the weight of all words.
 * @param known the stems that count as the passage's in any case
 */
function coveredShare(words: readonly WeightedWord[], has: Has, known: Has): number {
  let all = 0;
  let covered = 0;
  for (const { at, weight } of words) {
    all += weight;
    if (known[at] === true || has[at] === true) covered += weight;
  }
  return all === 0 ? 0 : covered / all;
}

function proximity(stems: readonly number[], passages: readonly LookedUp[]): number {
  if (stems.length < 2) return 0;
  let found = 0;
  for (let at = 1; at < stems.length; at++) {
    const [first = 0, second = 0] = [stems[at - 1], stems[at]];
    for (const {
      stems: { all, inOrder },
    } of passages) {
      if (!all.has(first) || !all.has(second) || !areNeighbours(inOrder, first, second)) continue;
      found += 1;
      break;
    }
  }
  return found / (stems.length - 1);
}

/** Whether two stems occur next to each other, or with one word between. */
function areNeighbours(stems: Int32Array, first: number, second: number): boolean {
  for (let i = stems.indexOf(first); i !== -1; i = stems.indexOf(first, i + 1)) {
    if (stems[i + 1] === second || stems[i + 2] === second) return true;
  }
  return false;
}

/** Weight of the lexical ranking where no leading document has a word of the query, and where one covers all of it. */
const WEIGHTS = { none: 0.5, all: 6 };
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
  const covered = leading.reduce((most, { coverage }) => Math.max(most, coverage), 0);
  return WEIGHTS.none + (WEIGHTS.all - WEIGHTS.none) * covered;
}

/** Population count: how many bits of a 32-bit number are set, which is the size of a set of one bit each. */
export function popCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
