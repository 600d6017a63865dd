import type { Chunk } from '../../shared/domain/chunk.ts';
import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { headingsOf, wordsOf } from '../../shared/lexical/lexical-terms.ts';
import { isGuessedWord, isStopWord, spaced, wordStems } from '../../shared/lexical/words.ts';
import { oncePerObject } from '../index-access/snapshots.ts';
import { StemLookup } from './stem-lookup.ts';

/** How well the passages found of a document match the words of a query. All from 0 to 1. */
export interface QueryMatch {
  /**
   * Share of the query's words in what says what a passage is about: see `subjects` of `PassageWords`. Words that few
   * documents have weigh more.
   */
  readonly subjectCoverage: number;
  /** Share of the query's neighbouring words that are neighbours in a passage. */
  readonly proximity: number;
}

/** Compares a query with the documents found for it, in their order. */
export function matchQuery(query: string, matches: readonly DocumentMatch[]): QueryMatch[] {
  const stems = queryStems(query);
  const distinct = [...new Set(stems)];
  const documents = matches.map(({ chunks }) =>
    chunks.map(({ chunk }) => lookUp(distinct, passageWords(chunk))),
  );
  const words = distinct.flatMap((stem, at) => {
    const having = documents.filter(
      (document) => isInAny(document, at, 'all') || isInAny(document, at, 'headings'),
    ).length;
    // A guessed word that no document has is not a word.
    if (having === 0 && isGuessedWord(stem)) return [];
    // By rarity among the documents, like an inverse document frequency.
    return [{ at, weight: Math.log(1 + matches.length / (0.5 + having)) }];
  });
  return documents.map((document) => {
    let subjectCoverage = 0;
    for (const { subjects } of document) {
      for (const subject of subjects)
        subjectCoverage = Math.max(subjectCoverage, coveredShare(words, subject));
    }
    return { subjectCoverage, proximity: proximity(stems, distinct, document) };
  });
}

/** A passage, with what it has of a query's stems: for each whether it is there. */
interface LookedUp {
  readonly words: PassageWords;
  readonly all: Has;
  readonly headings: Has;
  readonly subjects: readonly Has[];
}

type Has = readonly boolean[];

function lookUp(stems: readonly string[], words: PassageWords): LookedUp {
  const hasEach = (text: StemLookup) => stems.map((stem) => text.has(stem));
  const headings = hasEach(words.headings);
  const subjects = words.subjects.map((subject) =>
    subject === words.headings ? headings : hasEach(subject),
  );
  return { words, all: hasEach(words.all), headings, subjects };
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

/** The weight of the words that a subject has, as a share of the weight of all words. */
function coveredShare(words: readonly WeightedWord[], has: Has): number {
  let all = 0;
  let covered = 0;
  for (const { at, weight } of words) {
    all += weight;
    if (has[at] === true) covered += weight;
  }
  return all === 0 ? 0 : covered / all;
}

function proximity(
  stems: readonly string[],
  distinct: readonly string[],
  passages: readonly LookedUp[],
): number {
  if (stems.length < 2) return 0;
  const numbers = stems.map((stem) => distinct.indexOf(stem));
  let found = 0;
  for (let at = 1; at < stems.length; at++) {
    const [first = 0, second = 0] = [numbers[at - 1], numbers[at]];
    const isFound = passages.some(
      ({ all, words }) =>
        all[first] === true &&
        all[second] === true &&
        words.all.hasNeighbours(stems[at - 1] ?? '', stems[at] ?? ''),
    );
    if (isFound) found += 1;
  }
  return found / (stems.length - 1);
}

/** Population count: how many bits of a 32-bit number are set, which is the size of a set of one bit each. */
export function popCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** The words of a passage, as queries are compared with them. */
export interface PassageWords {
  /** Its headings and its text, in order, and its identifiers as whole words. */
  readonly all: StemLookup;
  /** Its document's title and its headings. */
  readonly headings: StemLookup;
  /**
   * What says what it is about: of a declaration its headings and the first sentence of its comment, in each case with the
   * title; otherwise the title and all headings together.
   */
  readonly subjects: readonly StemLookup[];
}

/** Made once for as long as somebody holds the chunk: an index that keeps chunks in memory returns the same ones again. */
export const passageWords = oncePerObject((chunk: Chunk): PassageWords => {
  const { breadcrumbs, identifiers, title, path, text } = chunk;
  const names = identifiers.flatMap(wordsOf).join(' ').toLowerCase();
  const headings = new StemLookup([title, ...headingsOf(chunk)].join('\n'));
  return {
    all: new StemLookup([breadcrumbs.join(' '), text, names].join('\n')),
    headings,
    subjects: path.endsWith('.go')
      ? declarationSubjects(chunk).map((subject) => new StemLookup(subject))
      : [headings],
  };
});

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
