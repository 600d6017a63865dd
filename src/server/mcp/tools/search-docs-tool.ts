import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type IndexStatus, snapshotId } from '../../../shared/domain/index-status.ts';
import { listCursors, startIn } from '../../answer/cursor.ts';
import { emptyIndexAdvice, footer, freshnessBlock } from '../../answer/freshness-block.ts';
import { countFitting, DEFAULT_BUDGET, FRAME_TOKENS, TokenCosts } from '../../answer/token-budget.ts';
import { isGoFile } from '../../documents/go-section.ts';
import { addressAtIndexed } from '../../documents/indexed-address.ts';
import { translationsLine } from '../../documents/languages.ts';
import { findPrefix } from '../../documents/requested-path.ts';
import type { FoundDocument, SearchOutcome } from '../../search/search-outcome.ts';
import type { Services } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';
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
const searchResult = z.object({
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

type Section = z.output<typeof section>;
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
function cut(passage: Section, budget: number, cost: number): Section {
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

const input = z.object({
  query: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(4_000, 'must be at most 4,000 characters')
    .describe('Query or keywords, in plain words or Go identifiers'),
  max_results: z.int().min(1).max(20).default(5).describe('Documents to return'),
  min_score: z.number().min(0).max(1).optional().describe('Leave out documents scoring below (0 to 1)'),
  path_prefix: z
    .string()
    .max(500)
    .optional()
    .describe('Only documents whose path starts with this, or whose address does'),
  language: z
    .string()
    .trim()
    .min(1)
    .max(35)
    .optional()
    .describe('Only documents in this language (`en`, `zh`); by default that of the query first'),
  cursor: z
    .string()
    .max(1_000)
    .optional()
    .describe('next_cursor of the previous answer, with the same other arguments'),
});

const output = z.object({
  results: z.array(searchResult),
  mode: z.enum(['hybrid', 'lexical']),
  message: z.string().optional(),
  next_cursor: z.string().optional(),
  freshness: freshnessBlock,
});

const cursors = listCursors('search');

/** `search_docs`. A cursor of another search or an earlier publish is `INVALID_CURSOR`. */
export function searchDocsTool(services: Services): Tool {
  const costs = new TokenCosts();
  const cache = new WeakMap<readonly FoundDocument[], readonly CostedResult[]>();
  /** Cached: a repeated search returns the same documents. */
  const costed = ({ documents, confident, status }: SearchOutcome): readonly CostedResult[] => {
    const results =
      cache.get(documents) ??
      documents.map((document) => costedResult(atIndexed(document, status.sources), confident, costs));
    cache.set(documents, results);
    return results;
  };
  return defineTool(
    {
      name: 'search_docs',
      title: 'Search the docs',
      description:
        'Finds the documents that answer a query, best first, with their matching sections as snippets. ' +
        'Follow up with fetch_doc (path, and section) to read more. `message` reports when nothing matches closely.',
      input,
      output,
      async run({ query, max_results, min_score, path_prefix, language, cursor }, signal) {
        const filter = digest([query, max_results, min_score, path_prefix, language]);
        const position = cursors.decode(cursor, filter);
        const snapshot = await services.snapshot();
        const below =
          path_prefix === undefined
            ? undefined
            : findPrefix(path_prefix, await snapshot.catalog.read(snapshot.status));
        const outcome = await services.search(
          {
            query,
            maxResults: max_results,
            ...(min_score === undefined ? {} : { minScore: min_score }),
            ...(below === undefined ? {} : { pathPrefix: below.prefix }),
            ...(language === undefined ? {} : { language }),
          },
          snapshot,
          signal,
        );
        const searched = snapshotId(outcome.status);
        const from = startIn(searched, position);
        const rest = costed(outcome).slice(from);
        const results = fitResults(rest, DEFAULT_BUDGET - FRAME_TOKENS);
        const next =
          results.length < rest.length
            ? cursors.encode({ snapshot: searched, filter, from: from + results.length })
            : undefined;
        const problem = below?.problem ?? outcome.message;
        const explained = problem && [problem, ...emptyIndexAdvice(outcome.status)].join(' ');
        const texts = results.flatMap(({ path, sections }) =>
          sections.map(({ snippet }) => ({ path, text: snippet })),
        );
        const warnings = snapshot.nameWarnings.for(texts, outcome.status);
        const message = [...(explained === undefined ? [] : [explained]), ...warnings].join(' ') || undefined;
        const shown = results.map(({ path }) => path);
        const freshness = services.freshnessBlock(outcome.status, shown);
        const showsSource = outcome.status.sources.length > 1;
        return {
          structured: {
            results,
            mode: outcome.mode,
            ...(message === undefined ? {} : { message }),
            ...(next === undefined ? {} : { next_cursor: next }),
            freshness,
          },
          text: [
            ...(message === undefined ? [] : [message]),
            ...results.map((found, index) => asText(found, from + index + 1, showsSource)),
            footer(freshness, outcome, { cursor: next, what: 'More results' }),
          ].join('\n\n'),
        };
      },
    },
    services,
  );
}

function atIndexed(found: FoundDocument, sources: IndexStatus['sources']): FoundDocument {
  const { path } = found;
  if (!isGoFile(path)) return found;
  const sections = found.sections.map((each) => ({
    ...each,
    url: addressAtIndexed(each.url, path, sources),
  }));
  return { ...found, url: addressAtIndexed(found.url, path, sources), sections };
}

function asText(found: SearchResult, rank: number, showsSource: boolean): string {
  const { title, path, url, translations, summary } = found;
  const score = `score ${found.score.toFixed(2)}${found.weak === true ? ', weak' : ''}`;
  const source = showsSource && !title.includes(found.source) ? `, ${found.source}` : '';
  const [best] = found.sections;
  const head =
    isGoFile(path) && best !== undefined
      ? // The address and the summary of a Go file say less than those of its declarations.
        [`${rank}. ${path} · ${placeOf(best)} (${title.replace(/: [^:]*$/, '')}${source}, ${score})`]
      : [`${rank}. ${title} (${path}${source}, ${score})`, url, translationsLine(translations), summary];
  const sections = found.sections.map(
    (each) => `### ${placeOf(each)}${each.weak === true ? ' (weak)' : ''}\n${each.url}\n${each.snippet}`,
  );
  const lines = head.filter((line) => line !== undefined).join('\n');
  return [lines, ...sections].join('\n\n');
}

/** The headings of a section, or what it declares. */
function placeOf({ breadcrumbs, heading, declares, deprecated }: Section): string {
  const headings = breadcrumbs.length > 0 ? breadcrumbs.join(' > ') : heading;
  return `${declares ?? headings}${deprecated === true ? ', deprecated' : ''}`;
}

function digest(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16);
}
