import type { DocumentMatch } from '../../shared/index/index-reader.ts';

/** What a page about a release is worth beside a guide, unless releases are what is asked for. */
const RELEASE_NOTES_WEIGHT = 0.85;
const RELEASE_NOTES = /(^|\/)[^/]*(release[ _-]?notes?|changelog|migration|breaking[ _-]changes)[^/]*(\/|$)/i;
const ABOUT_RELEASES =
  /\b(releases?|changelog|migrat\w*|upgrad\w*|breaking|deprecat\w*|removed|renamed|version|changed|new in)\b|\bv?\d+\.\d+/i;

/** Orders the matches of one search for a reader: release notes step back behind guides, repeated passages to the end. */
export function rankDocuments(query: string, matches: readonly DocumentMatch[]): DocumentMatch[] {
  const weighted = ABOUT_RELEASES.test(query) ? [...matches] : matches.map(stepBack);
  const ordered = weighted.toSorted(
    (a, b) => b.score - a.score || (a.document.path < b.document.path ? -1 : 1),
  );
  return withoutRepetition(ordered);
}

function stepBack(match: DocumentMatch): DocumentMatch {
  return RELEASE_NOTES.test(match.document.path)
    ? { ...match, score: match.score * RELEASE_NOTES_WEIGHT }
    : match;
}

/** Drops documents whose best passage says what the best passage of an earlier one says. */
function withoutRepetition(matches: readonly DocumentMatch[]): DocumentMatch[] {
  const seen = new Set<string>();
  return matches.filter(({ chunks }) => {
    const text = chunks[0]?.chunk.text ?? '';
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}
