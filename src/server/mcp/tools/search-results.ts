import { z } from 'zod';
import { countFitting, type TokenCosts } from '../../answer/token-budget.ts';
import type { FoundDocument } from '../../search/search-outcome.ts';

const weak = z.literal(true).optional().describe('Only the nearest there is; it may not answer the query');

const section = z.object({
  heading: z.string(),
  breadcrumbs: z.array(z.string()),
  url: z.string(),
  snippet: z.string().describe('The passage, or what of it speaks of the query'),
  score: z.number(),
  weak,
});

/** A document as `search_docs` answers it. */
export const searchResult = z.object({
  path: z.string(),
  title: z.string(),
  url: z.string(),
  score: z.number(),
  summary: z.string(),
  entities: z.array(z.string()),
  updated_at: z.string().nullable(),
  weak,
  sections: z.array(section),
});

type Section = z.output<typeof section>;
/** Matches `searchResult`. */
export type SearchResult = z.output<typeof searchResult>;

/** A result with what it costs in tokens, as JSON, the dearer of the two forms a client may show its model. */
export interface WeighedResult {
  readonly result: SearchResult;
  /** Without its sections. */
  readonly cost: number;
  readonly sectionCosts: readonly number[];
}

/** What a score and the mark of a weak result cost in tokens. */
const SCORE = 20;

/** @param confident whether it really answers the query; otherwise it and its sections are marked weak */
export function weigh(found: FoundDocument, confident: boolean, costs: TokenCosts): WeighedResult {
  const mark = confident ? {} : { weak: true as const };
  const { path, title, url, summary, entities, updatedAt: updated_at } = found;
  const cost = costs.of({ path, title, url, summary, entities, updated_at }) + SCORE;
  const weighed = found.sections.map(({ heading, breadcrumbs, url, snippet, score }) => ({
    section: { heading, breadcrumbs: [...breadcrumbs], url, snippet, score: rounded(score), ...mark },
    cost: costs.of({ heading, breadcrumbs, url, snippet }) + SCORE,
  }));
  const sections = weighed.map(({ section }) => section);
  const score = rounded(found.score);
  return {
    result: { path, title, url, score, summary, entities: [...entities], updated_at, ...mark, sections },
    cost,
    sectionCosts: weighed.map(({ cost }) => cost),
  };
}

/**
 * The results that fit into a budget, from the front and at least one. Documents come before sections: as long as it is
 * too much, the last documents lose their third and second best sections first; then the last documents wait for the
 * next page. A single section that is too long is cut.
 */
export function fitResults(weighed: readonly WeighedResult[], budget: number): SearchResult[] {
  const kept = weighed.map(({ sectionCosts }) => sectionCosts.length);
  const costOf = (index: number) => {
    const { cost = 0, sectionCosts = [] } = weighed[index] ?? {};
    return cost + sum(sectionCosts.slice(0, kept[index]));
  };
  let total = sum(weighed.map((_, index) => costOf(index)));
  for (let most = Math.max(0, ...kept); most > 1; most--) {
    for (let index = weighed.length - 1; index >= 0 && total > budget; index--) {
      if (kept[index] !== most) continue;
      total -= weighed[index]?.sectionCosts[most - 1] ?? 0;
      kept[index] = most - 1;
    }
  }
  const fitting = countFitting([...weighed.keys()], budget, costOf);
  return weighed.slice(0, fitting).map(({ result, cost, sectionCosts }, index) => ({
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
function cut(passage: Section, budget: number, cost: number): Section {
  const length = Math.max(0, Math.floor((passage.snippet.length * budget) / cost / 2));
  return { ...passage, snippet: `${passage.snippet.slice(0, length).toWellFormed()}…` };
}

/** Digits that tell results apart, and no more tokens than that takes. */
function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
