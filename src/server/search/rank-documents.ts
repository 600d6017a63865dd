import { type Chunk, isDeprecated } from '../../shared/domain/chunk.ts';
import { FNV_BASIS, fnv1a } from '../../shared/fnv1a.ts';
import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { oncePerObject } from '../index-access/snapshots.ts';
import { queryIntent, type RoleWeights, roleFinder } from './code-ranking.ts';
import { matchQuery, type QueryMatch } from './query-match.ts';

/** Weights of the ranking; docs/retrieval.md says what each is worth. */
export interface RankingWeights {
  /** Weight of each passage of a document, best first. */
  readonly passages: readonly number[];
  /** Added where words that are neighbours in the query are neighbours in a passage. */
  readonly proximity: number;
  /** Score of a passage that a document lacks, as a share of that of its last one: a short document may be the answer. */
  readonly missingPassages: number;
  /** Added where the words of the query are in title and headings, or in the first sentence about a declaration. */
  readonly subjects: number;
  /** Factor of documents about releases, unless the query asks about releases. */
  readonly releaseNotes: number;
  /** Factor of a document whose best passage repeats that of a better one. */
  readonly repetition: number;
  /** Factor of a document whose best passage is about deprecated declarations, unless the query asks about releases. */
  readonly deprecated: number;
  /** Factors of guides, Go declarations and programs. */
  readonly roles: RoleWeights;
}

export const RANKING: RankingWeights = {
  passages: [1, 0.1, 0.05, 0.05, 0.05],
  missingPassages: 0.5,
  proximity: 0.5,
  subjects: 0.5,
  releaseNotes: 0.85,
  repetition: 0.85,
  deprecated: 0.85,
  roles: {
    explanation: { api: 0.87, program: 0.8 },
    name: { api: 0.7, program: 0.75, guide: 0.92 },
    example: { api: 0.75, guide: 0.8, declaration: 0.95 },
  },
};

const RELEASE_NOTES_PATH =
  /(^|\/)[^/]*(release[ _-]?notes?|changelog|migration|breaking[ _-]changes)[^/]*(\/|$)/i;
const ABOUT_RELEASES =
  /\b(releases?|changelog|migrat\w*|upgrad\w*|breaking|deprecat\w*|removed|renamed|versions?|changed|changes)\b|\bv?\d+\.\d+|升级|迁移|版本|变更|不兼容|废弃/i;

/** Orders the documents an index found, best first, with scores from 0 to 1. */
export function rankDocuments(
  query: string,
  matches: readonly DocumentMatch[],
  weights: RankingWeights = RANKING,
): DocumentMatch[] {
  const compared = matchQuery(query, matches.map(leading));
  const asksForReleases = ABOUT_RELEASES.test(query);
  const roleWeights = weights.roles[queryIntent(query)];
  const roleOf = roleFinder(query);
  const scored = matches.map((match, i) => {
    const role = roleWeights[roleOf(match)] ?? 1;
    const score = passageScore(match, weights) * matchFactor(compared[i], weights) * role;
    const isDemoted = !asksForReleases && RELEASE_NOTES_PATH.test(match.document.path);
    const [best] = match.chunks;
    const isDeprecatedOnly = !asksForReleases && best !== undefined && isDeprecated(best.chunk);
    const demotion = (isDemoted ? weights.releaseNotes : 1) * (isDeprecatedOnly ? weights.deprecated : 1);
    return { ...match, score: score * demotion };
  });
  return demoteRepetition(scored.toSorted(byScore), weights).toSorted(byScore);
}

function byScore(a: DocumentMatch, b: DocumentMatch): number {
  return b.score - a.score || (a.document.path < b.document.path ? -1 : 1);
}

/** How many of a document's passages are compared with the query word by word. */
const COMPARED_PASSAGES = 2;

function leading(match: DocumentMatch): DocumentMatch {
  return { ...match, chunks: match.chunks.slice(0, COMPARED_PASSAGES) };
}

/** The weighted mean of the scores the index gave its passages. */
function passageScore({ chunks }: DocumentMatch, { passages, missingPassages }: RankingWeights): number {
  const missing = missingPassages * (chunks.at(-1)?.score ?? 0);
  const sum = passages.reduce((total, weight, i) => total + weight * (chunks[i]?.score ?? missing), 0);
  return sum / passages.reduce((total, weight) => total + weight, 0);
}

/** At most 1, for a document that is about the query's words and has them together. */
function matchFactor(match: QueryMatch | undefined, weights: RankingWeights): number {
  const { proximity = 0, subjectCoverage = 0 } = match ?? {};
  const best = (1 + weights.proximity) * (1 + weights.subjects);
  return ((1 + weights.proximity * proximity) * (1 + weights.subjects * subjectCoverage)) / best;
}

function demoteRepetition(
  matches: readonly DocumentMatch[],
  { repetition }: RankingWeights,
): readonly DocumentMatch[] {
  const repeated = findRepeated(matches.map(({ chunks }) => chunks[0]?.chunk ?? { text: '' }));
  return matches.map((match, i) => (repeated[i] ? { ...match, score: match.score * repetition } : match));
}

/** Jaccard similarity of their words from which two passages say the same. */
const SIMILAR = 0.8;

/** Returns for each passage whether it says the same as one before it. */
function findRepeated(passages: readonly Pick<Chunk, 'text'>[]): boolean[] {
  const seen: Uint32Array[] = [];
  return passages.map((passage) => {
    const words = wordsOnce(passage);
    const isRepeated = seen.some((other) => areSimilar(words, other));
    seen.push(words);
    return isRepeated;
  });
}

/** @param a hashes in ascending order, as `b` */
function areSimilar(a: Uint32Array, b: Uint32Array): boolean {
  const [fewer, more] = a.length < b.length ? [a, b] : [b, a];
  if (fewer.length < SIMILAR * more.length) return false;
  const enough = (SIMILAR / (1 + SIMILAR)) * (a.length + b.length);
  let missing = 0;
  let at = 0;
  for (const word of fewer) {
    while (at < more.length && (more[at] as number) < word) at += 1;
    if (more[at] === word) continue;
    missing += 1;
    // Most passages have little in common, which a few words show.
    if (fewer.length - missing < enough - 1) return false;
  }
  const common = fewer.length - missing;
  return common >= SIMILAR * (a.length + b.length - common);
}

const wordsOnce = oncePerObject(({ text }: Pick<Chunk, 'text'>) => wordHashes(text));

/** Of the text that is being read. */
let hashes = new Uint32Array(4_096);

/**
 * Hashes of the different words of a text, in ascending order: letters and digits of ASCII in a row, and each two
 * characters of other scripts in a row. No word is made of them: of hundreds of passages, hardly any is compared again.
 */
function wordHashes(text: string): Uint32Array {
  if (hashes.length < text.length) hashes = new Uint32Array(text.length);
  let count = 0;
  let word = FNV_BASIS;
  let previous = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    if (isWordInAscii(code)) word = fnv1a(word, code | LOWER_CASE);
    else if (word !== FNV_BASIS) {
      hashes[count++] = word;
      word = FNV_BASIS;
    }
    const isOther = code > 0x7f;
    if (isOther) hashes[count++] = fnv1a(fnv1a(FNV_BASIS, previous), code);
    previous = isOther ? code : 0;
  }
  const sorted = hashes.subarray(0, count).sort();
  let distinct = 0;
  for (const hash of sorted) if (distinct === 0 || hash !== sorted[distinct - 1]) sorted[distinct++] = hash;
  return sorted.slice(0, distinct);
}

/** Set in the small letters and the digits, and not in the capitals. */
const LOWER_CASE = 0x20;

function isWordInAscii(code: number): boolean {
  const letter = code | LOWER_CASE;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
