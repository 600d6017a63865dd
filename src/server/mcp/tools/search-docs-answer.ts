import { z } from 'zod';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { countFitting, type TokenCosts } from '../../answer/token-budget.ts';
import { addressAtIndexed } from '../../documents/go-section.ts';
import { translationList } from '../../documents/languages.ts';
import type { FoundDocument } from '../../search/search-outcome.ts';

const weak = z.literal(true).optional().describe('Only the nearest match; it may not answer the query');

const section = z.object({
  heading: z.string(),
  breadcrumbs: z.array(z.string()),
  url: z.string(),
  declares: z.string().optional().describe('In a Go file: func NewGraph, type Graph, …'),
  deprecated: z.literal(true).optional().describe('What it declares is deprecated: prefer what it names'),
  snippet: z
    .string()
    .describe(
      'The passage, or the part of it that matches the query; empty for a section that is only listed',
    ),
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
  version: z.string().optional().describe('Indexed release, where the source follows releases'),
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
  /** Of its sections without their snippets. */
  readonly headCosts: readonly number[];
  readonly snippetCosts: readonly number[];
}

/** Tokens of a score and of the mark of a weak result. */
const SCORE_TOKENS = 20;

/** What the results of one search have in common. */
interface ResultContext {
  /** Whether they answer the query; otherwise they and their sections are marked weak. */
  readonly confident: boolean;
  /** Of the index: lines of Go are addressed at their indexed version. */
  readonly sources: IndexStatus['sources'];
}

export function costedResult(
  found: FoundDocument,
  { confident, sources }: ResultContext,
  costs: TokenCosts,
): CostedResult {
  const mark = confident ? {} : { weak: true as const };
  const { path, title, summary, updatedAt: updated_at, source, version, language } = found;
  const translations = found.translations.length === 0 ? {} : { translations: [...found.translations] };
  const url = addressAtIndexed(found.url, path, sources);
  const address = { path, title, url };
  const from = { source, ...(version === undefined ? {} : { version }) };
  const about = { summary, entities: [...found.entities], updated_at, ...from, language, ...translations };
  const sections = found.sections.map(
    ({ heading, breadcrumbs, url, declares, deprecated, snippet, score }) => ({
      heading,
      breadcrumbs: [...breadcrumbs],
      url: addressAtIndexed(url, path, sources),
      ...(declares === undefined ? {} : { declares }),
      ...(deprecated === undefined ? {} : { deprecated }),
      snippet,
      score: rounded(score),
      ...mark,
    }),
  );
  return {
    result: { ...address, score: rounded(found.score), ...about, ...mark, sections },
    cost: costs.of({ ...address, ...about }) + SCORE_TOKENS,
    headCosts: sections.map(
      ({ heading, breadcrumbs, url }) => costs.of({ heading, breadcrumbs, url }) + SCORE_TOKENS,
    ),
    snippetCosts: sections.map(({ snippet }) => costs.of(snippet)),
  };
}

/** Tokens of an answer, for each of its results, beyond which only the best section of a document has a snippet. */
const RESULT_TOKENS = 1_020;

/** Snippets of the best document that are shown as long as they fit into a page. */
const KEPT_OF_FIRST = 2;

/** Tokens to which the longest snippets are cut, if need be, so that all results fit. */
const SHORTEST_CUT = 130;

/**
 * The first results that fit into a budget, at least one. The best section of each has its snippet. The others have one
 * as long as the answer is short for the number of its results, and are listed without as long as it fits; those of the
 * last documents go first. Before a result is left out, the longest snippets are cut.
 */
export function fitResults(costed: readonly CostedResult[], budget: number): SearchResult[] {
  const shown = costed.map(({ snippetCosts }) => snippetCosts.length);
  const listed = [...shown];
  const costOf = (index: number) => {
    const { cost = 0, headCosts = [], snippetCosts = [] } = costed[index] ?? {};
    return cost + sum(headCosts.slice(0, listed[index])) + sum(snippetCosts.slice(0, shown[index]));
  };
  const target = Math.min(budget, costed.length * RESULT_TOKENS);
  let total = sum(costed.map((_, index) => costOf(index)));
  for (let most = Math.max(0, ...shown); most > 1; most--) {
    for (let index = costed.length - 1; index >= 0 && total > target; index--) {
      const isKept = index === 0 && most === KEPT_OF_FIRST && total <= budget;
      if (shown[index] !== most || isKept) continue;
      total -= costed[index]?.snippetCosts[most - 1] ?? 0;
      shown[index] = most - 1;
    }
  }
  for (let index = costed.length - 1; index >= 0 && total > budget; index--) {
    const before = costOf(index);
    listed[index] = withSnippet(costed[index], shown[index]);
    total -= before - costOf(index);
  }
  const snippetOf = (index: number) => sum(costed[index]?.snippetCosts.slice(0, shown[index]) ?? []);
  const cutCost = (index: number) =>
    costOf(index) - snippetOf(index) + Math.min(SHORTEST_CUT, snippetOf(index));
  const fitting = [...costed.keys()].slice(0, countFitting([...costed.keys()], budget, cutCost));
  const left = budget - sum(fitting.map((index) => costOf(index) - snippetOf(index)));
  const longest = total <= budget ? budget : waterLevel(fitting.map(snippetOf), left);
  return costed.slice(0, fitting.length).map((result, index) => ({
    ...result.result,
    sections: shownSections(result, { longest, shown: shown[index] ?? 0, listed: listed[index] ?? 0 }),
  }));
}

/** The limit to which each of several costs has to be cut so that their sum is within a budget. */
function waterLevel(costs: readonly number[], budget: number): number {
  let left = budget;
  for (const [at, cost] of costs.toSorted((a, b) => a - b).entries()) {
    const level = left / (costs.length - at);
    if (cost > level) return level;
    left -= cost;
  }
  return Number.POSITIVE_INFINITY;
}

/** How many of the first sections have something to show. */
function withSnippet(costed: CostedResult | undefined, shown = 0): number {
  const sections = costed?.result.sections.slice(0, shown) ?? [];
  return sections.filter(({ snippet }) => snippet !== '').length;
}

function shownSections(
  { result, snippetCosts }: CostedResult,
  { longest, shown, listed }: { readonly longest: number; readonly shown: number; readonly listed: number },
): SearchSection[] {
  return result.sections.slice(0, listed).flatMap((passage, at, all) => {
    if (at >= shown) {
      const isRepeated = all.slice(0, at).some(({ url }) => url === passage.url);
      return isRepeated ? [] : [{ ...passage, snippet: '' }];
    }
    const cost = snippetCosts[at] ?? 0;
    return [cost <= longest ? passage : { ...passage, snippet: cut(passage.snippet, longest / cost) }];
  });
}

/** About a share of a Markdown text from its beginning: whole lines where they are short, and no open block of code. */
function cut(text: string, share: number): string {
  const length = Math.max(0, Math.floor(text.length * share * CUT_MARGIN));
  const lastLine = text.lastIndexOf('\n', length);
  const kept = text.slice(0, lastLine > length / 2 ? lastLine : length).toWellFormed();
  const fences = kept.match(FENCE) ?? [];
  return fences.length % 2 === 0 ? `${kept}…` : `${kept}\n${fences.at(-1)?.trim()}\n…`;
}

const FENCE = /^ *`{3,}/gm;
/** Tokens are not evenly spread over a text. */
const CUT_MARGIN = 0.8;

/** Four digits tell results apart; more would only cost tokens. */
function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
