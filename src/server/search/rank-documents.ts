import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import type { PassageStems } from './passage-stems.ts';
import { matchQuery, type QueryMatch } from './query-match.ts';

/** How much each thing counts that tells documents apart. docs/retrieval.md says what each is good for. */
export interface RankingWeights {
  /** What each passage of a document counts, best first. */
  readonly evidence: readonly number[];
  /** What it adds that the query's words stand together. */
  readonly phrased: number;
  /** What it adds that they stand in title and headings. */
  readonly named: number;
  /** What a page about a release is worth beside a guide, unless releases are what is asked for. */
  readonly releaseNotes: number;
  /** What a document is worth whose best passage says what those of two better ones say. */
  readonly repetition: number;
}

export const RANKING: RankingWeights = {
  evidence: [1, 0.1, 0.05, 0.05, 0.05],
  phrased: 0.5,
  named: 0.4,
  releaseNotes: 0.85,
  repetition: 0.7,
};

/** How many of a document's passages are compared with the query word by word. */
const COMPARED_PASSAGES = 2;
/** How often something may be said. */
const REPEATED = 2;
/** Share of common words from which two passages say the same. */
const SAME_WORDS = 0.8;

const RELEASE_NOTES_PATH =
  /(^|\/)[^/]*(release[ _-]?notes?|changelog|migration|breaking[ _-]changes)[^/]*(\/|$)/i;
const ABOUT_RELEASES =
  /\b(releases?|changelog|migrat\w*|upgrad\w*|breaking|deprecat\w*|removed|renamed|versions?|changed|changes)\b|\bv?\d+\.\d+/i;

export interface RankedMatch extends DocumentMatch {
  /** How much of the query it speaks of, from 0 to 1; words that few documents have count more. */
  readonly covered: number;
}

/** Orders what an index found for a reader, best first, with scores from 0 to 1. */
export function rankDocuments(
  query: string,
  matches: readonly DocumentMatch[],
  passageStems: PassageStems,
  weights: RankingWeights = RANKING,
): RankedMatch[] {
  const compared = matchQuery(query, matches.map(leading), passageStems);
  const asksForReleases = ABOUT_RELEASES.test(query);
  const scored = matches.map((match, i) => {
    const score = evidence(match, weights.evidence) * closeness(compared[i], weights);
    const stepsBack = !asksForReleases && RELEASE_NOTES_PATH.test(match.document.path);
    const { covered = 0 } = compared[i] ?? {};
    return { ...match, score: stepsBack ? score * weights.releaseNotes : score, covered };
  });
  return withoutRepetition(scored.toSorted(byScore), passageStems, weights).toSorted(byScore);
}

function byScore(a: DocumentMatch, b: DocumentMatch): number {
  return b.score - a.score || (a.document.path < b.document.path ? -1 : 1);
}

function leading(match: DocumentMatch): DocumentMatch {
  return { ...match, chunks: match.chunks.slice(0, COMPARED_PASSAGES) };
}

function evidence({ chunks }: DocumentMatch, shares: readonly number[]): number {
  const sum = shares.reduce((total, share, i) => total + share * (chunks[i]?.score ?? 0), 0);
  return sum / shares.reduce((total, share) => total + share, 0);
}

function closeness(match: QueryMatch | undefined, weights: RankingWeights): number {
  const { phrased = 0, named = 0 } = match ?? {};
  const best = (1 + weights.phrased) * (1 + weights.named);
  return ((1 + weights.phrased * phrased) * (1 + weights.named * named)) / best;
}

function withoutRepetition(
  matches: readonly RankedMatch[],
  passageStems: PassageStems,
  { repetition }: RankingWeights,
): RankedMatch[] {
  const seen: ReadonlySet<number>[] = [];
  return matches.map((match) => {
    const [best] = match.chunks;
    const words = best === undefined ? new Set<number>() : passageStems.of(best.chunk).text;
    let repeated = 0;
    for (const other of seen) if (repeated < REPEATED && sayTheSame(words, other)) repeated += 1;
    seen.push(words);
    return repeated >= REPEATED ? { ...match, score: match.score * repetition } : match;
  });
}

function sayTheSame(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  if (Math.min(a.size, b.size) < SAME_WORDS * Math.max(a.size, b.size)) return false;
  const enough = (SAME_WORDS / (1 + SAME_WORDS)) * (a.size + b.size);
  let missing = 0;
  for (const word of a) {
    if (b.has(word)) continue;
    missing++;
    // Most passages have little in common: a few words tell.
    if (a.size - missing < enough - 1) return false;
  }
  const common = a.size - missing;
  return common >= SAME_WORDS * (a.size + b.size - common);
}
