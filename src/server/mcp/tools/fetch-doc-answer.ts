import { z } from 'zod';
import type { OutlineHeading } from '../../../shared/domain/document.ts';
import { type Line, line, term } from '../../answer/answer-text.ts';
import { freshnessBlock } from '../../answer/freshness-block.ts';
import { oneLine } from '../../answer/hidden-characters.ts';
import { countFitting, jsonTokens } from '../../answer/token-budget.ts';
import { translationList } from './translation-list.ts';

/** The structured answer of `fetch_doc`. */
export const fetchedDocument = z.object({
  found: z.boolean(),
  path: z.string(),
  title: z.string(),
  url: z.string(),
  content: z.string().describe('Original Markdown or Go; all pages together are the file'),
  part: z.string().optional().describe('Which part of the document the content is, if not all of it'),
  hidden_characters: z
    .object({
      count: z.int(),
      kinds: z.array(z.object({ character: z.string(), lines: z.array(z.int()) })),
    })
    .optional()
    .describe('Invisible and control characters in the content, which may be meant to mislead'),
  remarks: z.array(z.string()).optional().describe('About the request, and names in it that the API lacks'),
  summary: z.string(),
  outline: z
    .array(
      z.object({
        depth: z.int(),
        heading: z.string(),
        anchor: z.string(),
        deprecated: z.literal(true).optional(),
      }),
    )
    .describe('Headings of the requested document or section; first page only'),
  updated_at: z.string().nullable(),
  source: z.string().describe('Repository or site it comes from'),
  version: z.string().optional().describe('Indexed release, where the source follows releases'),
  language: z.string(),
  translations: translationList,
  redirected_from: z.string().optional().describe('The former path that was requested'),
  suggestions: z
    .array(z.string())
    .optional()
    .describe('Nearest paths, sections where only the section is missing, or the files of a Go package'),
  next_cursor: z.string().optional(),
  freshness: freshnessBlock,
});

export type FetchedDocument = z.output<typeof fetchedDocument>;
export type FetchAnswer = { readonly structured: FetchedDocument; readonly text: string };

/** The headings that fit; the deepest ones are left out first. */
export function fittingOutline(
  outline: readonly OutlineHeading[],
  budget: number,
): FetchedDocument['outline'] {
  const shown = outline.map(({ depth, text, anchor, deprecated }) => ({
    depth,
    heading: oneLine(text),
    anchor,
    ...(deprecated === undefined ? {} : { deprecated }),
  }));
  for (let deepest = 6; deepest > 1; deepest--) {
    const kept = shown.filter(({ depth }) => depth <= deepest);
    if (jsonTokens(kept) <= budget) return kept;
  }
  // The first level of a Go file is its package alone.
  const isGo = shown.some(({ depth, anchor }) => depth === 2 && /^L\d/.test(anchor));
  const top = shown.filter(({ depth }) => depth <= (isGo ? 2 : 1));
  return top.slice(0, countFitting(top, budget, jsonTokens));
}

/** A heading of an outline as a line of an answer. */
export function outlineLine({
  depth,
  heading,
  anchor,
  deprecated,
}: FetchedDocument['outline'][number]): Line {
  const mark = deprecated === true ? line`, deprecated` : line``;
  return line`${{ line: '  '.repeat(depth - 1) }}- ${heading} ${term(`#${anchor}`)}${mark}`;
}
