import { isDeprecated } from '../../shared/domain/chunk.ts';
import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { queryIntent, type RoleWeights, roleFinder } from './code-ranking.ts';
import { matchQuery, type QueryMatch } from './query-match.ts';
import { findRepeated } from './repeated-passages.ts';

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
