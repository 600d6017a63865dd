import { CODE_LANGUAGE } from '../../../shared/domain/document.ts';
import { joined, jsonString, type Line, line, type Quotation, term } from '../../answer/answer-text.ts';
import type { SearchResult, SearchSection } from './search-docs-answer.ts';
import { translationLines } from './translation-list.ts';

/** What a model does with results. */
export const READ_MORE = 'Read on with fetch_doc: the path of a result, and a section of it.';

/** What the results of an index need to be told apart. */
export interface ShownOrigin {
  /** There is more than one source. */
  readonly source: boolean;
  /** There is more than one language. */
  readonly language: boolean;
}

/** A result of `search_docs` as lines of the answer. */
export function resultLines(
  found: SearchResult,
  rank: number,
  shows: ShownOrigin,
): readonly (Line | Quotation)[] {
  const { title, path, url, summary, translations, updated_at: updated } = found;
  const version = found.version === undefined ? line`` : line` ${term(found.version)}`;
  const facts = [
    ...(shows.source || found.version !== undefined ? [line`${term(found.source)}${version}`] : []),
    ...(shows.language && found.language !== CODE_LANGUAGE ? [term(found.language)] : []),
    ...(updated === null ? [] : [line`updated ${term(updated.slice(0, DATE))}`]),
    scoreOf(found.score),
    ...(found.weak === true ? [line`weak`] : []),
  ];
  const repeats = found.sections.some(({ snippet }) => snippet.includes(summary.slice(0, COMPARED)));
  return [
    line``,
    line`${rank}. ${title} (${joined(facts, ', ')})`,
    line`fetch_doc {"path": ${jsonString(path)}}`,
    term(url),
    ...translationLines(translations),
    ...(summary === '' || repeats ? [] : [line`${summary}`]),
    ...found.sections.flatMap((section) => sectionLines(section, found)),
  ];
}

/** Length of `2026-03-02`. */
const DATE = 10;
/** A summary that begins like a snippet is not repeated. */
const COMPARED = 60;

function sectionLines(section: SearchSection, { title, url }: SearchResult): readonly (Line | Quotation)[] {
  const { snippet, score, deprecated } = section;
  const isIn = section.url.startsWith(`${url}#`);
  const anchor = isIn ? section.url.slice(url.length + 1) : '';
  const place = placeIn(section, title);
  const parts = [
    anchor === '' ? line`beginning` : line`section ${jsonString(anchor)}`,
    ...(place === '' ? [] : [line`: ${place}`]),
    line` (${joined([scoreOf(score), ...(deprecated === true ? [line`deprecated`] : [])], ', ')})`,
  ];
  const address = isIn || section.url === url ? [] : [term(section.url)];
  return [joined(parts, ''), ...address, ...(snippet === '' ? [] : [{ quotation: snippet }])];
}

/** What a section declares, or its headings, without the one that is the title of the document. */
function placeIn({ breadcrumbs, heading, declares }: SearchSection, title: string): string {
  if (declares !== undefined) return declares;
  const headings = breadcrumbs.length > 0 ? breadcrumbs : [heading];
  return headings.slice(headings[0] === title ? 1 : 0).join(' > ');
}

function scoreOf(score: number): Line {
  return line`score ${Math.round(score * 100) / 100}`;
}
