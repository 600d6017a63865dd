import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CODE_LANGUAGE } from '../../../shared/domain/document.ts';
import { type IndexStatus, snapshotId } from '../../../shared/domain/index-status.ts';
import {
  answerText,
  joined,
  jsonString,
  type Line,
  line,
  type Quotation,
  sentence,
  term,
} from '../../answer/answer-text.ts';
import { listCursors, startIn } from '../../answer/cursor.ts';
import { emptyIndexAdvice, footer, freshnessBlock } from '../../answer/freshness-block.ts';
import { DEFAULT_BUDGET, FRAME_TOKENS, TokenCosts } from '../../answer/token-budget.ts';
import { indexLanguages, languageNames, translationLines } from '../../documents/languages.ts';
import { findPrefix } from '../../documents/requested-path.ts';
import { languagesAskedFor } from '../../search/query-language.ts';
import type { FoundDocument, SearchOutcome } from '../../search/search-outcome.ts';
import type { Services } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';
import {
  costedResult,
  fitResults,
  type SearchResult,
  type SearchSection,
  searchResult,
} from './search-docs-answer.ts';

const input = z.object({
  query: z.string().max(4_000).describe('One thing at a time: a question in plain words, or names from code'),
  max_results: z.int().min(1).max(20).default(5).describe('Documents to return'),
  path_prefix: z
    .string()
    .max(500)
    .optional()
    .describe('Only documents whose path or address starts with this'),
  language: z
    .string()
    .max(35)
    .optional()
    .describe('Only documents in this natural language (en, zh); default: that of the query first'),
  cursor: z
    .string()
    .max(1_000)
    .optional()
    .describe('From the previous answer to the same arguments: its next page'),
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
  const cache = new WeakMap<readonly FoundDocument[], Map<number, ResultPage>>();
  /** Cached: a repeated search returns the same documents. */
  const pageFrom = (from: number, { documents, confident, status }: SearchOutcome): ResultPage => {
    const pages = cache.get(documents) ?? new Map<number, ResultPage>();
    cache.set(documents, pages);
    const known = pages.get(from);
    if (known !== undefined) return known;
    const rest = documents
      .slice(from)
      .map((document) => costedResult(document, { confident, sources: status.sources }, costs));
    const results = fitResults(rest, DEFAULT_BUDGET - FRAME_TOKENS);
    const shows = { source: status.sources.length > 1, language: indexLanguages(status).length > 1 };
    const lines = results.flatMap((found, index) => resultLines(found, from + index + 1, shows));
    const page = { results, lines, isLast: results.length === rest.length };
    pages.set(from, page);
    return page;
  };
  return defineTool(
    {
      name: 'search_docs',
      title: 'Search the docs',
      description: ({ title, about, when, examples }) =>
        `${title}: Searches ${about}. Call it ${when}, even when you think you know: what you remember may be outdated. ` +
        `Ask for one thing at a time, in plain words or by exact names${examples.query}. ` +
        'Returns the best documents with their matching sections and code; then read what matters with fetch_doc, or ' +
        'search again with the names you have learned.',
      input,
      output,
      async run({ query, max_results, path_prefix, language: asked, cursor }, signal) {
        const filter = () => digest([query, max_results, path_prefix, asked]);
        const position = cursors.decode(cursor, cursor === undefined ? '' : filter());
        const snapshot = await services.snapshot();
        const { language, notes } = languageOf(asked, snapshot.status);
        const below =
          path_prefix === undefined
            ? undefined
            : findPrefix(path_prefix, await snapshot.catalog.read(snapshot.status));
        const outcome = await services.search(
          {
            query,
            maxResults: max_results,
            ...(below === undefined ? {} : { pathPrefix: below.prefix }),
            ...(language === undefined ? {} : { language }),
          },
          snapshot,
          signal,
        );
        const searched = snapshotId(outcome.status);
        const from = startIn(searched, position);
        const { results, lines, isLast } = pageFrom(from, outcome);
        const next = isLast
          ? undefined
          : cursors.encode({ snapshot: searched, filter: filter(), from: from + results.length });
        const problem = below?.problem ?? outcome.message;
        const explained = problem && [problem, ...emptyIndexAdvice(outcome.status, services)].join(' ');
        const texts = results.flatMap(({ path, sections }) =>
          sections.map(({ snippet }) => ({ path, text: snippet })),
        );
        const warnings = (await snapshot.nameWarnings.read(outcome.status))(texts);
        const message = [...(explained === undefined ? [] : [explained]), ...warnings].join(' ') || undefined;
        const shown = results.map(({ path }) => path);
        const freshness = services.freshnessBlock(outcome.status, shown);
        return {
          structured: {
            results: [...results],
            mode: outcome.mode,
            ...(message === undefined ? {} : { message }),
            ...(next === undefined ? {} : { next_cursor: next }),
            freshness,
          },
          text: answerText(
            [
              ...(message === undefined ? [] : [sentence(message)]),
              ...lines,
              ...footer(freshness, outcome, { cursor: next, what: 'More results' }),
            ],
            results.length === 0 ? undefined : READ_MORE,
          ),
          notes,
        };
      },
    },
    services,
  );
}

/** A language that the index has none of is left out: it may be meant for a programming language. */
function languageOf(
  asked: string | undefined,
  status: IndexStatus,
): { readonly language?: string; readonly notes: readonly string[] } {
  const available = indexLanguages(status);
  if (asked === undefined) return { notes: [] };
  if (available.length === 0 || languagesAskedFor(asked, available).length > 0)
    return { language: asked, notes: [] };
  const names = languageNames(available.map((language) => ({ language })));
  return { notes: [`language was ignored: the documents are in ${names}.`] };
}

/** The results of a page and its lines. */
interface ResultPage {
  readonly results: readonly SearchResult[];
  readonly lines: readonly (Line | Quotation)[];
  readonly isLast: boolean;
}

function digest(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16);
}

/** What a model does with results. */
const READ_MORE = 'Read on with fetch_doc: the path of a result, and a section of it.';

/** What the results of an index need to be told apart. */
interface ShownOrigin {
  /** There is more than one source. */
  readonly source: boolean;
  /** There is more than one language. */
  readonly language: boolean;
}

/** A result of `search_docs` as lines of the answer. */
function resultLines(found: SearchResult, rank: number, shows: ShownOrigin): readonly (Line | Quotation)[] {
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
