import { z } from 'zod';
import type { Document, DocumentEntry, OutlineHeading } from '../../../shared/domain/document.ts';
import { cursorCodec, invalidCursor } from '../../answer/cursor.ts';
import { emptyIndexAdvice, footer, freshnessBlock } from '../../answer/freshness-block.ts';
import {
  countFitting,
  DEFAULT_BUDGET,
  estimateTokens,
  FRAME_TOKENS,
  jsonTokens,
} from '../../answer/token-budget.ts';
import { pageEnd } from '../../documents/content-page.ts';
import { findDocument, type LocatedDocument } from '../../documents/find-document.ts';
import { indexLanguages } from '../../documents/languages.ts';
import { nearestPaths } from '../../documents/nearest-paths.ts';
import { headingsIn, type Range, sectionRange } from '../../documents/section-range.ts';
import { sourceNameOf } from '../../documents/source-names.ts';
import { type Translation, translationsLine } from '../../documents/translations.ts';
import type { Services, Snapshot } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';
import { translationList } from './translation-list.ts';

const input = z.object({
  path: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(2_000, 'must be at most 2,000 characters')
    .describe(
      'Path from search_docs or list_docs, a former path, or the address of the page or of the file on GitHub; #anchor picks a section',
    ),
  section: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .optional()
    .describe('Only this section: heading or anchor from the outline'),
  cursor: z.string().max(4_000).optional().describe('next_cursor of the previous answer'),
  max_tokens: z.int().min(500).max(200_000).default(DEFAULT_BUDGET).describe('Size of a page'),
});

const output = z.object({
  found: z.boolean(),
  path: z.string(),
  title: z.string(),
  url: z.string(),
  content: z.string().describe('Original Markdown; all pages together are the file'),
  summary: z.string(),
  outline: z
    .array(z.object({ depth: z.int(), heading: z.string(), anchor: z.string() }))
    .describe('Headings of the requested document or section; first page only'),
  updated_at: z.string().nullable(),
  source: z.string().describe('Repository or site it comes from'),
  language: z.string(),
  translations: translationList,
  redirected_from: z.string().optional().describe('The former path that was requested'),
  suggestions: z
    .array(z.string())
    .optional()
    .describe('Nearest paths, or sections where only the section is missing'),
  next_cursor: z.string().optional(),
  freshness: freshnessBlock,
});

type Structured = z.output<typeof output>;
type FetchAnswer = { readonly structured: Structured; readonly text: string };

const cursors = cursorCodec(
  'document',
  z.object({ blob: z.string(), start: z.int().min(1), end: z.int().min(1) }),
);

/** `fetch_doc`. A miss is an answer with suggestions; a cursor of other content is `INVALID_CURSOR`. */
export function fetchDocTool(services: Services): Tool {
  return defineTool(
    {
      name: 'fetch_doc',
      title: 'Read a document',
      description:
        'Returns a document, or one section of it, as its original Markdown with its outline. Long ones come in pages: call again with next_cursor.',
      input,
      output,
      async run({ path, section, cursor, max_tokens: budget }, signal) {
        const snapshot = await services.snapshot();
        const found = await findDocument(snapshot, path, signal);
        if (found === null) return documentNotFound(services, snapshot, path);
        const wanted = section ?? found.section;
        const range =
          cursor === undefined ? rangeOf(found.document, wanted) : continued(cursor, found.document);
        if (range === null) return sectionNotFound(services, found, wanted ?? '');
        const translations = await translationsOf(snapshot, found);
        const warn = (text: string) =>
          snapshot.nameWarnings.for([{ path: found.document.path, text }], found.status);
        return pageOf(services, found, { range, budget, isFirst: cursor === undefined, translations, warn });
      },
    },
    services,
  );
}

async function translationsOf(
  { catalog }: Pick<Snapshot, 'catalog'>,
  { document, status }: LocatedDocument,
): Promise<readonly Translation[]> {
  if (indexLanguages(status).length < 2) return [];
  return (await catalog.translations()).get(document.path) ?? [];
}

/** @returns null if there is no such section */
function rangeOf(document: Document, section: string | undefined): Range | null {
  if (section === undefined) return { start: 0, end: document.content.length };
  return sectionRange(document, section);
}

function continued(cursor: string, document: Document): Range {
  const { blob, start, end } = cursors.decode(cursor);
  if (blob !== version(document))
    throw invalidCursor('It was made for another document, or the document has been changed since.');
  if (start >= end || end > document.content.length) throw invalidCursor('It points outside the document.');
  return { start, end };
}

/** Identifies the content: a cursor stays valid while the document is the same, whatever else is published. */
function version({ blob }: Document): string {
  return blob.slice(0, 12);
}

interface PageRequest {
  /** What is left of the document or section. */
  readonly range: Range;
  /** In tokens. */
  readonly budget: number;
  /** The first page also has the outline. */
  readonly isFirst: boolean;
  readonly translations: readonly Translation[];
  /** Sentences about names in the content that the indexed API does not have. */
  readonly warn: (content: string) => readonly string[];
}

function pageOf(
  services: Services,
  found: LocatedDocument,
  { range, budget, isFirst, translations, warn }: PageRequest,
): FetchAnswer {
  const { document, redirectedFrom, status } = found;
  const outline = isFirst ? fittingOutline(headingsIn(document, range), budget / 4) : [];
  const source = sourceNameOf(status, document.path);
  const metadata = [document.title, document.url, document.path, document.summary, source, translations];
  const frame = FRAME_TOKENS + jsonTokens(outline) + jsonTokens(metadata);
  const contentBudget = Math.max(100, (budget - frame) / underestimation(document));
  const end = pageEnd(document.content, range, contentBudget, jsonTokens);
  const content = document.content.slice(range.start, end);
  const next =
    end < range.end ? cursors.encode({ blob: version(document), start: end, end: range.end }) : undefined;
  const freshness = services.freshnessBlock(status, [document.path]);
  const warnings = warn(content);
  const isWhole = range.start === 0 && end === document.content.length;
  return {
    structured: {
      found: true,
      path: document.path,
      title: document.title,
      url: document.url,
      content,
      summary: document.summary,
      outline,
      updated_at: document.updatedAt,
      source,
      language: document.language,
      ...(translations.length === 0 ? {} : { translations: [...translations] }),
      ...(redirectedFrom === undefined ? {} : { redirected_from: redirectedFrom }),
      ...(next === undefined ? {} : { next_cursor: next }),
      freshness,
    },
    text: [
      heading(found, source, translations),
      ...(redirectedFrom === undefined ? [] : [`${redirectedFrom} is now ${document.path}.`]),
      ...(isWhole ? [] : [`Characters ${range.start} to ${end} of ${document.content.length}.`]),
      ...(next === undefined || outline.length === 0
        ? []
        : [`Sections:\n${outline.map(outlineLine).join('\n')}`]),
      ...(warnings.length === 0 ? [] : [warnings.join(' ')]),
      content,
      footer(freshness, services.searchMode(status), { cursor: next, what: 'The rest' }),
    ].join('\n\n'),
  };
}

function heading(
  { document: { title, path, url }, status }: LocatedDocument,
  source: string,
  translations: readonly Translation[],
): string {
  const place = status.sources.length > 1 ? `${path}, ${source}` : path;
  const lines = [`${title} (${place})`, url, translationsLine(translations)];
  return lines.filter((line) => line !== undefined).join('\n');
}

/** Factor by which the estimate of a document's tokens is too low: 1, except for noise such as encoded data. */
function underestimation({ tokens, content }: Document): number {
  return tokens < content.length / 3 ? 1 : Math.max(1, tokens / Math.max(1, estimateTokens(content)));
}

/** The headings that fit; the deepest ones are left out first. */
function fittingOutline(outline: readonly OutlineHeading[], budget: number): Structured['outline'] {
  const shown = outline.map(({ depth, text, anchor }) => ({ depth, heading: text, anchor }));
  for (let deepest = 6; deepest > 1; deepest--) {
    const kept = shown.filter(({ depth }) => depth <= deepest);
    if (jsonTokens(kept) <= budget) return kept;
  }
  const top = shown.filter(({ depth }) => depth === 1);
  return top.slice(0, countFitting(top, budget, jsonTokens));
}

function outlineLine({ depth, heading, anchor }: Structured['outline'][number]): string {
  return `${'  '.repeat(depth - 1)}- ${heading} (#${anchor})`;
}

async function documentNotFound(services: Services, snapshot: Snapshot, asked: string): Promise<FetchAnswer> {
  const { documents, status } = await snapshot.catalog.read(snapshot.status);
  const near = nearestPaths(asked, documents);
  const advice =
    documents.length === 0
      ? ['The index is empty.', ...emptyIndexAdvice(status)].join(' ')
      : nearestAdvice(near, documents);
  const freshness = services.freshnessBlock(status);
  return {
    structured: { ...emptyAnswer(asked), suggestions: near, freshness },
    text: `No document at ${JSON.stringify(asked)}. ${advice}\n\n${footer(freshness, services.searchMode(status))}`,
  };
}

function nearestAdvice(near: readonly string[], documents: readonly DocumentEntry[]): string {
  if (near.length === 0) return 'Use search_docs or list_docs to find the path.';
  const titles = new Map(documents.map(({ path, title }) => [path, title]));
  return `Nearest:\n${near.map((path) => `- ${path}: ${titles.get(path) ?? ''}`).join('\n')}`;
}

function sectionNotFound(
  services: Services,
  { document, status }: LocatedDocument,
  section: string,
): FetchAnswer {
  const outline = fittingOutline(document.outline, DEFAULT_BUDGET / 2);
  const freshness = services.freshnessBlock(status, [document.path]);
  return {
    structured: {
      ...emptyAnswer(document.path),
      title: document.title,
      url: document.url,
      summary: document.summary,
      outline,
      updated_at: document.updatedAt,
      source: sourceNameOf(status, document.path),
      language: document.language,
      suggestions: nearestPaths(
        section,
        document.outline.map(({ anchor, text }) => ({ path: anchor, title: text })),
      ).map((anchor) => `${document.path}#${anchor}`),
      freshness,
    },
    text: [
      `No section ${JSON.stringify(section)} in ${document.path}. Its sections:`,
      ...outline.map(outlineLine),
      footer(freshness, services.searchMode(status)),
    ].join('\n'),
  };
}

function emptyAnswer(path: string): Omit<Structured, 'freshness'> {
  return {
    found: false,
    path,
    title: '',
    url: '',
    content: '',
    summary: '',
    outline: [],
    updated_at: null,
    source: '',
    language: '',
  };
}
