import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { isStopWord } from '../../shared/lexical/words.ts';
import { type PassageStems, type Stems, wordStems } from './passage-stems.ts';

/** How the passages found of a document speak of what is asked. All from 0 to 1. */
export interface QueryMatch {
  /** Share of the query's words in its best passage, those that few of the documents have counting more. */
  readonly covered: number;
  /** The same for title and headings. */
  readonly named: number;
  /** Share of the query's neighbouring words that are neighbours in a passage. */
  readonly phrased: number;
}

/** Longer queries are compared by their beginning. */
const MAX_CHARACTERS = 1_000;

/**
 * Compares a query with the documents found for it, in their order.
 * @param compared how many of them; the others only tell which of the query's words are rare
 */
export function matchQuery(
  query: string,
  matches: readonly DocumentMatch[],
  passageStems: PassageStems,
  compared = matches.length,
): QueryMatch[] {
  const documents = matches.map(({ chunks }) => chunks.map(({ chunk }) => passageStems.of(chunk)));
  const asked = passageStems.numbersOf(askedStems(query));
  const words = weighed(asked, documents);
  return documents.slice(0, compared).map((passages) => {
    const named = words.map(({ stem }) => anyHas(passages, stem, inNames));
    let covered = 0;
    for (const { all } of passages) covered = Math.max(covered, share(words, named, all));
    return { covered, named: share(words, named), phrased: phrased(asked, passages) };
  });
}

/** The stems of a query's words in order, without small words where it has others. */
export function askedStems(query: string): string[] {
  const words = query.slice(0, MAX_CHARACTERS);
  const stems = wordStems(
    words.replace(/[\p{L}']+/gu, (word) => (isStopWord(word.toLowerCase()) ? ' ' : word)),
  );
  return stems.length > 0 ? stems : wordStems(words);
}

interface Word {
  readonly stem: number;
  readonly weight: number;
}

/** Each stem once, with how much it says: the fewer of the documents have it, the more. */
function weighed(asked: readonly number[], documents: readonly (readonly Stems[])[]): Word[] {
  return [...new Set(asked)].map((stem) => {
    let having = 0;
    for (const passages of documents) if (anyHas(passages, stem, anywhere)) having++;
    return { stem, weight: Math.log(1 + documents.length / (0.5 + having)) };
  });
}

const inNames = ({ names }: Stems, stem: number) => names.has(stem);
const anywhere = ({ all, names }: Stems, stem: number) => all.has(stem) || names.has(stem);

function anyHas(passages: readonly Stems[], stem: number, has: typeof anywhere): boolean {
  for (const passage of passages) if (has(passage, stem)) return true;
  return false;
}

/** How much of what all words say, those say that are named or among the stems. */
function share(words: readonly Word[], named: readonly boolean[], stems?: ReadonlySet<number>): number {
  let all = 0;
  let found = 0;
  let at = 0;
  for (const { stem, weight } of words) {
    all += weight;
    if (named[at] === true || stems?.has(stem) === true) found += weight;
    at += 1;
  }
  return all === 0 ? 0 : found / all;
}

function phrased(asked: readonly number[], passages: readonly Stems[]): number {
  const pairs = asked.slice(1).map((second, i) => [asked[i] ?? second, second] as const);
  if (pairs.length === 0) return 0;
  const found = pairs.filter(([first, second]) =>
    passages.some(
      ({ all, inOrder }) => all.has(first) && all.has(second) && areNeighbours(inOrder, first, second),
    ),
  );
  return found.length / pairs.length;
}

/** Next to each other, or with one word between. */
function areNeighbours(stems: Int32Array, first: number, second: number): boolean {
  for (let i = stems.indexOf(first); i !== -1; i = stems.indexOf(first, i + 1)) {
    if (stems[i + 1] === second || stems[i + 2] === second) return true;
  }
  return false;
}

/** What the ranking by words counts where its leading documents speak of the whole query. */
const WHOLE = 1.75;
/** How many of the leading documents are looked at. */
const LEADING = 3;

/**
 * How much the ranking by words counts beside the one by vectors, which counts 1. Words that the docs use find what
 * they name better than a vector does; where the query's words are hardly theirs, what has some of them is there by
 * chance.
 * @param found what was found by words alone, best first
 */
export function lexicalWeight(
  query: string,
  found: readonly DocumentMatch[],
  passageStems: PassageStems,
): number {
  const leading = matchQuery(query, found, passageStems, LEADING);
  const coverage = leading.reduce((most, { covered }) => Math.max(most, covered), 0);
  return WHOLE * coverage;
}
