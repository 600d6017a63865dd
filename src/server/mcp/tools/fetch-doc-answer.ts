import { z } from 'zod';
import type { OutlineHeading } from '../../../shared/domain/document.ts';
import { freshnessBlock } from '../../answer/freshness-block.ts';
import { countFitting, jsonTokens } from '../../answer/token-budget.ts';
import { translationList } from './translation-list.ts';

/** The structured answer of `fetch_doc`. */
export const fetchedDocument = z.object({
  found: z.boolean(),
  path: z.string(),
  title: z.string(),
  url: z.string(),
  content: z.string().describe('Original Markdown or Go; all pages together are the file'),
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
    heading: text,
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

/** A heading of an outline, for a model or a person. */
export function outlineLine({
  depth,
  heading,
  anchor,
  deprecated,
}: FetchedDocument['outline'][number]): string {
  return `${'  '.repeat(depth - 1)}- ${heading} (#${anchor})${deprecated === true ? ', deprecated' : ''}`;
}
