import { z } from 'zod';
import type { Document, DocumentEntry, OutlineHeading } from '../../../shared/domain/document.ts';
import { cursorCodec, invalidCursor } from '../../answer/cursor.ts';
import { footer, freshnessBlock } from '../../answer/freshness-block.ts';
import { countFitting, DEFAULT_BUDGET, FRAME, jsonTokens } from '../../answer/token-budget.ts';
import { estimateTokens } from '../../answer/token-estimate.ts';
import { pageEnd } from '../../documents/content-page.ts';
import { findDocument, type LocatedDocument } from '../../documents/find-document.ts';
import { nearestPaths } from '../../documents/nearest-paths.ts';
import { headingsIn, type Range, sectionRange } from '../../documents/section-range.ts';
import type { Services, Snapshot } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';
import { howToFill } from './how-to-fill.ts';

const input = z.object({
  path: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(2_000, 'must be at most 2,000 characters')
    .describe(
      'Path from search_docs or list_docs, a former path, or the address of the page; #anchor picks a section',
    ),
  section: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .optional()
    .describe('Only this section: heading or anchor from the outline'),
  cursor: z.string().max(4_000).optional().describe('next_cursor of the answer before'),
  max_tokens: z.int().min(500).max(200_000).default(DEFAULT_BUDGET).describe('Size of a page'),
});

const output = z.object({
  found: z.boolean(),
  path: z.string(),
  title: z.string(),
  url: z.string(),
  content: z.string().describe('Original Markdown; pages put together are the file'),
  summary: z.string(),
  outline: z
    .array(z.object({ depth: z.int(), heading: z.string(), anchor: z.string() }))
    .describe('Headings of what was asked for; on the first page only'),
  updated_at: z.string().nullable(),
  redirected_from: z.string().optional().describe('The former path that was asked for'),
  suggestions: z
    .array(z.string())
    .optional()
    .describe('Nearest paths, or sections where only the section is missing'),
  next_cursor: z.string().optional(),
  freshness: freshnessBlock,
});

type Structured = z.output<typeof output>;
type Reply = { readonly structured: Structured; readonly text: string };

const cursors = cursorCodec(
  'document',
  z.object({ blob: z.string(), start: z.int().min(1), end: z.int().min(1) }),
);

/** `fetch_doc`. What is not there is an answer with the nearest; a cursor of other bytes is `INVALID_CURSOR`. */
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
        if (found === null) return missing(services, snapshot, path);
        const wanted = section ?? found.section;
        const range =
          cursor !== undefined
            ? continued(cursor, found.document)
            : wanted === undefined
              ? { start: 0, end: found.document.content.length }
              : sectionRange(found.document, wanted);
        if (range === null) return missingSection(services, found, wanted ?? '');
        return page(services, found, range, budget, cursor === undefined);
      },
    },
    services,
  );
}

function continued(cursor: string, document: Document): Range {
  const { blob, start, end } = cursors.decode(cursor);
  if (blob !== version(document))
    throw invalidCursor('It belongs to another document, or the document was changed since.');
  if (start >= end || end > document.content.length)
    throw invalidCursor('It points outside of the document.');
  return { start, end };
}

/** How much denser a document is than its estimate: 1 but for noise, which the estimate may underrate. */
function density({ tokens: counted, content }: Document): number {
  return counted < content.length / 3 ? 1 : Math.max(1, counted / Math.max(1, estimateTokens(content)));
}

/** A cursor goes on as long as the bytes are the same, whatever else was published meanwhile. */
function version({ blob }: Document): string {
  return blob.slice(0, 12);
}

function page(
  services: Services,
  found: LocatedDocument,
  range: Range,
  budget: number,
  first: boolean,
): Reply {
  const { document, redirectedFrom, status } = found;
  const outline = first ? shortened(headingsIn(document, range), budget / 4) : [];
  const frame =
    FRAME + jsonTokens(outline) + jsonTokens([document.title, document.url, document.path, document.summary]);
  const end = pageEnd(
    document.content,
    range,
    Math.max(100, (budget - frame) / density(document)),
    jsonTokens,
  );
  const content = document.content.slice(range.start, end);
  const next =
    end < range.end ? cursors.encode({ blob: version(document), start: end, end: range.end }) : undefined;
  const freshness = services.freshness(status);
  const whole = range.start === 0 && end === document.content.length;
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
      ...(redirectedFrom === undefined ? {} : { redirected_from: redirectedFrom }),
      ...(next === undefined ? {} : { next_cursor: next }),
      freshness,
    },
    text: [
      `${document.title} (${document.path})\n${document.url}`,
      ...(redirectedFrom === undefined ? [] : [`${redirectedFrom} is now ${document.path}.`]),
      ...(whole ? [] : [`Characters ${range.start} to ${end} of ${document.content.length}.`]),
      ...(next === undefined || outline.length === 0
        ? []
        : [`Sections:\n${outline.map(outlineLine).join('\n')}`]),
      content,
      footer(freshness, services.searchMode(status), { cursor: next, what: 'The rest' }),
    ].join('\n\n'),
  };
}

/** The headings that fit, the deepest left out first. */
function shortened(outline: readonly OutlineHeading[], budget: number): Structured['outline'] {
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

async function missing(services: Services, snapshot: Snapshot, asked: string): Promise<Reply> {
  const { documents, status } = await snapshot.catalog.read(snapshot.status);
  const near = nearestPaths(asked, documents);
  const titles = new Map(documents.map((document: DocumentEntry) => [document.path, document.title]));
  const advice =
    documents.length === 0
      ? ['The index is empty.', ...howToFill(status)].join(' ')
      : near.length === 0
        ? 'Use search_docs or list_docs to find the path.'
        : `Nearest:\n${near.map((path) => `- ${path}: ${titles.get(path) ?? ''}`).join('\n')}`;
  return {
    structured: { ...nothing(asked), suggestions: near, freshness: services.freshness(status) },
    text: `No document at ${JSON.stringify(asked)}. ${advice}\n\n${footer(services.freshness(status), services.searchMode(status))}`,
  };
}

function missingSection(services: Services, { document, status }: LocatedDocument, section: string): Reply {
  const outline = shortened(document.outline, DEFAULT_BUDGET / 2);
  return {
    structured: {
      ...nothing(document.path),
      title: document.title,
      url: document.url,
      summary: document.summary,
      outline,
      updated_at: document.updatedAt,
      suggestions: nearestPaths(
        section,
        document.outline.map(({ anchor, text }) => ({ path: anchor, title: text })),
      ).map((anchor) => `${document.path}#${anchor}`),
      freshness: services.freshness(status),
    },
    text: [
      `No section ${JSON.stringify(section)} in ${document.path}. Its sections:`,
      ...outline.map(outlineLine),
      footer(services.freshness(status), services.searchMode(status)),
    ].join('\n'),
  };
}

function nothing(path: string): Omit<Structured, 'freshness'> {
  return { found: false, path, title: '', url: '', content: '', summary: '', outline: [], updated_at: null };
}
