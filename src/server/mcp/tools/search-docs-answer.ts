import { z } from 'zod';
import { countFitting, type TokenCosts } from '../../answer/token-budget.ts';
import type { FoundDocument } from '../../search/search-outcome.ts';
import { translationList } from './translation-list.ts';

const weak = z.literal(true).optional().describe('Only the nearest match; it may not answer the query');

const section = z.object({
  heading: z.string(),
  breadcrumbs: z.array(z.string()),
  url: z.string(),
  declares: z.string().optional().describe('In a Go file: func NewGraph, type Graph, …'),
  deprecated: z.literal(true).optional().describe('What it declares is deprecated: prefer what it names'),
  snippet: z.string().describe('The passage, or the part of it that matches the query'),
  score: z.number(),
  weak,
});

/** A document in the answer of `search_docs`. */
export const searchResult = z.object({
  path: z.string(),
  title: z.string(),
  url: z.string(),
  score: z.number(),
  summary: z.string(),
  entities: z.array(z.string()),
  updated_at: z.string().nullable(),
  source: z.string(),
  language: z.string(),
  translations: translationList,
  weak,
  sections: z.array(section),
});

export type SearchSection = z.output<typeof section>;
export type SearchResult = z.output<typeof searchResult>;

/** A result with its cost in tokens as JSON, the larger of the two forms that a client may show its model. */
export interface CostedResult {
  readonly result: SearchResult;
  /** Without its sections. */
  readonly cost: number;
  readonly sectionCosts: readonly number[];
}

/** Tokens of a score and of the mark of a weak result. */
const SCORE_TOKENS = 20;

/** @param confident whether the result answers the query; otherwise it and its sections are marked weak */
export function costedResult(found: FoundDocument, confident: boolean, costs: TokenCosts): CostedResult {
  const mark = confident ? {} : { weak: true as const };
  const { path, title, url, summary, updatedAt: updated_at, source, language } = found;
  const translations = found.translations.length === 0 ? {} : { translations: [...found.translations] };
  const address = { path, title, url };
  const about = { summary, entities: [...found.entities], updated_at, source, language, ...translations };
  const cost = costs.of({ ...address, ...about }) + SCORE_TOKENS;
  const costed = found.sections.map(
    ({ heading, breadcrumbs, url, declares, deprecated, snippet, score }) => ({
      section: {
        heading,
        breadcrumbs: [...breadcrumbs],
        url,
        ...(declares === undefined ? {} : { declares }),
        ...(deprecated === undefined ? {} : { deprecated }),
        snippet,
        score: rounded(score),
        ...mark,
      },
      cost: costs.of({ heading, breadcrumbs, url, snippet }) + SCORE_TOKENS,
    }),
  );
  const sections = costed.map(({ section }) => section);
  const score = rounded(found.score);
  return {
    result: { ...address, score, ...about, ...mark, sections },
    cost,
    sectionCosts: costed.map(({ cost }) => cost),
  };
}

/**
 * The first results that fit into a budget, at least one. As long as they do not fit, the last documents lose their
 * third and second best sections; only then are documents left for the next page. A section that is too long for a
 * page of its own is cut.
 */
export function fitResults(costed: readonly CostedResult[], budget: number): SearchResult[] {
  const kept = costed.map(({ sectionCosts }) => sectionCosts.length);
  const costOf = (index: number) => {
    const { cost = 0, sectionCosts = [] } = costed[index] ?? {};
    return cost + sum(sectionCosts.slice(0, kept[index]));
  };
  let total = sum(costed.map((_, index) => costOf(index)));
  for (let most = Math.max(0, ...kept); most > 1; most--) {
    for (let index = costed.length - 1; index >= 0 && total > budget; index--) {
      if (kept[index] !== most) continue;
      total -= costed[index]?.sectionCosts[most - 1] ?? 0;
      kept[index] = most - 1;
    }
  }
  const fitting = countFitting([...costed.keys()], budget, costOf);
  return costed.slice(0, fitting).map(({ result, cost, sectionCosts }, index) => ({
    ...result,
    sections: result.sections
      .slice(0, kept[index])
      .map((passage, at) =>
        (sectionCosts[at] ?? 0) <= budget - cost
          ? passage
          : cut(passage, budget - cost, sectionCosts[at] ?? 0),
      ),
  }));
}

/** Shortens a section that is too long for a page of its own. */
function cut(passage: SearchSection, budget: number, cost: number): SearchSection {
  const length = Math.max(0, Math.floor((passage.snippet.length * budget) / cost / 2));
  return { ...passage, snippet: `${passage.snippet.slice(0, length).toWellFormed()}…` };
}

/** Four digits tell results apart; more would only cost tokens. */
function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
