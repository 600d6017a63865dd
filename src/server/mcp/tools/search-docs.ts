import { createHash } from 'node:crypto';
import { z } from 'zod';
import { cursorCodec, invalidCursor } from '../../answer/cursor.ts';
import { countFitting, DEFAULT_BUDGET, FRAME } from '../../answer/fit.ts';
import { footer } from '../../answer/footer.ts';
import { freshnessBlock } from '../../answer/freshness-block.ts';
import { estimateTokens } from '../../answer/token-estimate.ts';
import { publishTag } from '../../index/publish-tag.ts';
import type { FoundDocument } from '../../search/search-outcome.ts';
import type { Services } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';

const input = z.object({
  query: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(4_000, 'must be at most 4,000 characters')
    .describe('Question or keywords, in plain words or Go identifiers'),
  max_results: z.int().min(1).max(20).default(5).describe('Documents to return'),
  min_score: z.number().min(0).max(1).optional().describe('Leave out documents scoring below (0 to 1)'),
  path_prefix: z.string().max(500).optional().describe('Only documents whose path starts with this'),
  cursor: z.string().max(1_000).optional().describe('next_cursor of the answer before, same other arguments'),
});

const section = z.object({
  heading: z.string(),
  breadcrumbs: z.array(z.string()),
  url: z.string(),
  snippet: z.string(),
  score: z.number(),
});

const result = z.object({
  path: z.string(),
  title: z.string(),
  url: z.string(),
  score: z.number(),
  summary: z.string(),
  entities: z.array(z.string()),
  updated_at: z.string().nullable(),
  sections: z.array(section),
});

const output = z.object({
  results: z.array(result),
  mode: z.enum(['hybrid', 'lexical']),
  message: z.string().optional(),
  next_cursor: z.string().optional(),
  freshness: freshnessBlock,
});

type Result = z.output<typeof result>;

const cursors = cursorCodec(
  'search',
  z.object({ tag: z.string(), request: z.string(), from: z.int().min(1).max(20) }),
);

interface Rendered {
  readonly result: Result;
  readonly cost: number;
}

export function searchDocsTool(services: Services): Tool {
  const known = new WeakMap<readonly FoundDocument[], readonly Rendered[]>();
  /** Weighs every document once, also where an outcome is handed out again. */
  const rendered = (documents: readonly FoundDocument[]): readonly Rendered[] => {
    const made = known.get(documents) ?? documents.map(render);
    known.set(documents, made);
    return made;
  };
  return defineTool(
    {
      name: 'search_docs',
      title: 'Search the docs',
      description:
        'Finds the documents that answer a question, best first, with their matching sections as snippets. ' +
        'Follow up with fetch_doc (path, and section) to read more. A message says when nothing really matches.',
      input,
      output,
      async run({ query, max_results, min_score, path_prefix, cursor }, signal) {
        const request = digest([query, max_results, min_score, path_prefix]);
        const position = cursor === undefined ? null : cursors.decode(cursor);
        if (position !== null && position.request !== request) {
          throw invalidCursor('It belongs to a search with other arguments.');
        }
        const outcome = await services.search(
          {
            query,
            maxResults: max_results,
            ...(min_score === undefined ? {} : { minScore: min_score }),
            ...(path_prefix === undefined ? {} : { pathPrefix: path_prefix }),
          },
          signal,
        );
        const tag = publishTag(outcome.status);
        if (position !== null && position.tag !== tag) {
          throw invalidCursor('The docs were updated since.');
        }
        const from = position?.from ?? 0;
        const rest = rendered(outcome.documents).slice(from);
        const budget = DEFAULT_BUDGET - FRAME;
        const fitting = countFitting(rest, budget, ({ cost }) => cost);
        const page = rest.slice(0, fitting).map((found) => found.result);
        const results = fitting === 1 ? page.map((found) => bounded(found, budget)) : page;
        const next =
          fitting < rest.length ? cursors.encode({ tag, request, from: from + fitting }) : undefined;
        const freshness = services.freshness(outcome.status);
        return {
          structured: {
            results,
            mode: outcome.mode,
            ...(outcome.message === undefined ? {} : { message: outcome.message }),
            ...(next === undefined ? {} : { next_cursor: next }),
            freshness,
          },
          text: [
            ...(outcome.message === undefined ? [] : [outcome.message]),
            ...results.map((found, index) => asText(found, from + index + 1)),
            footer(freshness, outcome, { cursor: next, what: 'More results' }),
          ].join('\n\n'),
        };
      },
    },
    services.metrics,
  );
}

function render(found: FoundDocument): Rendered {
  const result = {
    path: found.path,
    title: found.title,
    url: found.url,
    score: rounded(found.score),
    summary: found.summary,
    entities: [...found.entities],
    updated_at: found.updatedAt,
    sections: found.sections.map((s) => ({
      ...s,
      breadcrumbs: [...s.breadcrumbs],
      score: rounded(s.score),
    })),
  };
  return { result, cost: cost(result) };
}

/** Digits that tell results apart, and no more tokens than that takes. */
function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}

function asText(found: Result, rank: number): string {
  const head = `${rank}. ${found.title} (${found.path}, score ${found.score.toFixed(2)})\n${found.url}\n${found.summary}`;
  const sections = found.sections.map(
    ({ breadcrumbs, heading, url, snippet }) =>
      `### ${breadcrumbs.length > 0 ? breadcrumbs.join(' > ') : heading}\n${url}\n${snippet}`,
  );
  return [head, ...sections].join('\n\n');
}

/** As JSON, the dearer of the two forms a client may show its model. */
function cost(found: Result): number {
  return estimateTokens(JSON.stringify(found));
}

/** A document that is too long for an answer of its own keeps the sections that fit; where there is one, it is cut. */
function bounded(found: Result, budget: number): Result {
  const { sections, ...rest } = found;
  const left = budget - estimateTokens(JSON.stringify(rest));
  const costs = sections.map((section) => estimateTokens(JSON.stringify(section)));
  const kept = sections.slice(
    0,
    countFitting(costs, left, (tokens) => tokens),
  );
  const [first] = kept;
  if (first === undefined || kept.length > 1 || (costs[0] ?? 0) <= left) return { ...rest, sections: kept };
  const length = Math.floor((first.snippet.length * left) / (costs[0] ?? 1) / 2);
  return { ...rest, sections: [{ ...first, snippet: `${first.snippet.slice(0, length).toWellFormed()}…` }] };
}

function digest(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16);
}
