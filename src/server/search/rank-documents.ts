import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import type { PassageStems } from './passage-stems.ts';
import { matchQuestion, type QuestionMatch } from './question-match.ts';

/** What a document's further passages add to its first. */
const EVIDENCE = [1, 0.1, 0.08, 0.06, 0.05];
/** How many passages of a document are looked at. */
export const PASSAGES_PER_DOCUMENT = EVIDENCE.length;
/** Of those, how many are compared with the question word by word. */
const COMPARED_PASSAGES = 2;
/** What it adds that the question's words stand together, and that they stand in title and headings. */
const PHRASED = 0.5;
const NAMED = 0.5;
/** What a page about a release is worth beside a guide, unless releases are what is asked for. */
const RELEASE_NOTES = 0.85;
/** What a document is worth whose best passage says what those of better ones say, from the third on. */
const REPETITION = 0.7;
const REPEATED = 2;
/** Share of common words from which two passages say the same. */
const SAME_WORDS = 0.8;

const RELEASE_NOTES_PATH =
  /(^|\/)[^/]*(release[ _-]?notes?|changelog|migration|breaking[ _-]changes)[^/]*(\/|$)/i;
const ABOUT_RELEASES =
  /\b(releases?|changelog|migrat\w*|upgrad\w*|breaking|deprecat\w*|removed|renamed|versions?|changed|changes)\b|\bv?\d+\.\d+/i;

/** Orders what an index found for a reader, best first, with scores from 0 to 1. */
export function rankDocuments(
  question: string,
  matches: readonly DocumentMatch[],
  passageStems: PassageStems,
): DocumentMatch[] {
  const compared = matchQuestion(question, matches.map(leading), passageStems);
  const asksForReleases = ABOUT_RELEASES.test(question);
  const scored = matches.map((match, i) => {
    const score = evidence(match) * closeness(compared[i]);
    const stepsBack = !asksForReleases && RELEASE_NOTES_PATH.test(match.document.path);
    return { ...match, score: stepsBack ? score * RELEASE_NOTES : score };
  });
  return withoutRepetition(scored.toSorted(byScore), passageStems).toSorted(byScore);
}

function byScore(a: DocumentMatch, b: DocumentMatch): number {
  return b.score - a.score || (a.document.path < b.document.path ? -1 : 1);
}

function leading(match: DocumentMatch): DocumentMatch {
  return { ...match, chunks: match.chunks.slice(0, COMPARED_PASSAGES) };
}

function evidence({ chunks }: DocumentMatch): number {
  const sum = EVIDENCE.reduce((total, share, i) => total + share * (chunks[i]?.score ?? 0), 0);
  return sum / EVIDENCE.reduce((total, share) => total + share, 0);
}

function closeness(match: QuestionMatch | undefined): number {
  const { phrased = 0, named = 0 } = match ?? {};
  return ((1 + PHRASED * phrased) * (1 + NAMED * named)) / ((1 + PHRASED) * (1 + NAMED));
}

function withoutRepetition(matches: readonly DocumentMatch[], passageStems: PassageStems): DocumentMatch[] {
  const seen: ReadonlySet<number>[] = [];
  return matches.map((match) => {
    const [best] = match.chunks;
    const words = best === undefined ? new Set<number>() : passageStems.of(best.chunk).text;
    const repeated = seen.filter((other) => sayTheSame(words, other)).length;
    seen.push(words);
    return repeated >= REPEATED ? { ...match, score: match.score * REPETITION } : match;
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
