import { z } from 'zod';
import type { Document, DocumentEntry } from '../../../shared/domain/document.ts';
import { answerText, findHidden, line, oneLine, sentence, term } from '../../answer/answer-text.ts';
import { cursorCodec, invalidCursor } from '../../answer/cursor.ts';
import { footer } from '../../answer/freshness-block.ts';
import {
  countFitting,
  DEFAULT_BUDGET,
  estimateTokens,
  FRAME_TOKENS,
  jsonTokens,
} from '../../answer/token-budget.ts';
import { pageEnd } from '../../documents/content-page.ts';
import { findDocument, type LocatedDocument } from '../../documents/find-document.ts';
import { addressAtIndexed, anchorOfLines, goSectionRange, isGoFile } from '../../documents/go-section.ts';
import { indexLanguages, type Translation } from '../../documents/languages.ts';
import { headingsIn, type Range, sectionRange } from '../../documents/section-range.ts';
import { sourceNameOf } from '../../documents/source-names.ts';
import type { Services, Snapshot } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';
import {
  type FetchAnswer,
  fetchedDocument,
  fittingOutline,
  headLines,
  hiddenLine,
  notesOn,
  outlineLine,
  packageLine,
  partOf,
  summaryLines,
  versionOf,
} from './fetch-doc-answer.ts';
import { documentNotFound, sectionNotFound } from './fetch-doc-miss.ts';

const input = z.object({
  path: z
    .string()
    .max(2_000)
    .describe(
      'Path from search_docs or list_docs, the address of the page or its file, or a Go import path; #anchor or #Name picks a section',
    ),
  section: z
    .string()
    .max(500)
    .optional()
    .describe(
      'Only this: heading or anchor from the outline; in Go a name (Graph.Compile) or lines (L120-L164)',
    ),
  cursor: z.string().max(4_000).optional().describe('From the previous answer: its next page'),
  max_tokens: z.int().min(500).max(200_000).default(DEFAULT_BUDGET).describe('Size of a page'),
});

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
      description: ({ title, examples }) =>
        `${title}: Reads a document, one section of it or a Go declaration in full, as its original Markdown or source. ` +
        `Use it after search_docs, before you rely on a snippet${examples.fetch}. Long documents come in pages.`,
      input,
      output: fetchedDocument,
      async run({ path, section, cursor, max_tokens: budget }, signal) {
        const request = { path, section };
        const snapshot = await services.snapshot();
        const found = await findDocument(snapshot, request, signal);
        if (found === null) return documentNotFound(services, { snapshot, request }, signal);
        const wanted = found.section;
        const range =
          cursor === undefined ? rangeOf(found.document, wanted) : continued(cursor, found.document);
        if (range === null) return sectionNotFound(services, found, wanted ?? '');
        const translations = await translationsOf(snapshot, found);
        const warnOf = await snapshot.nameWarnings.read(found.status);
        const warn = (text: string) => warnOf([{ path: found.document.path, text }]);
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
  return isGoFile(document.path) ? goSectionRange(document, section) : sectionRange(document, section);
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
  const { document, redirectedFrom, status, goPackage } = found;
  const outline = isFirst ? fittingOutline(headingsIn(document, range), budget / 4) : [];
  const files = goPackage === undefined ? [] : fittingFiles(goPackage.files, budget / 8);
  const url = addressOf(found, range);
  const source = sourceNameOf(status, document.path);
  const metadata = [document.title, url, document.path, document.summary, source, translations, files];
  const frame = FRAME_TOKENS + jsonTokens(outline) + jsonTokens(metadata);
  const contentBudget = Math.max(100, (budget - frame) / underestimation(document));
  const end = pageEnd(document.content, range, contentBudget, jsonTokens);
  const content = document.content.slice(range.start, end);
  const next =
    end < range.end ? cursors.encode({ blob: version(document), start: end, end: range.end }) : undefined;
  const freshness = services.freshnessBlock(status, [document.path]);
  const told = [...notesOn(found, outline), ...warn(content)];
  const isWhole = range.start === 0 && end === document.content.length;
  const part = isWhole ? undefined : partOf(document, { start: range.start, end });
  const hidden = findHidden(document.content, { start: range.start, end });
  const origin = { source, ...versionOf(status, document.path) };
  return {
    structured: {
      found: true,
      path: document.path,
      title: oneLine(document.title),
      url,
      content,
      ...(part === undefined ? {} : { part }),
      ...(hidden === null ? {} : { hidden_characters: hidden }),
      ...(told.length === 0 ? {} : { remarks: told }),
      summary: oneLine(document.summary),
      outline,
      updated_at: document.updatedAt,
      ...origin,
      language: document.language,
      ...(translations.length === 0 ? {} : { translations: [...translations] }),
      ...(redirectedFrom === undefined ? {} : { redirected_from: redirectedFrom }),
      ...(files.length === 0 ? {} : { suggestions: files }),
      ...(next === undefined ? {} : { next_cursor: next }),
      freshness,
    },
    text: answerText([
      ...headLines(found, { url, source, translations: [...translations] }),
      ...told.map(sentence),
      ...(goPackage === undefined ? [] : [packageLine(goPackage, files)]),
      ...(redirectedFrom === undefined ? [] : [line`${term(redirectedFrom)} is now ${term(document.path)}.`]),
      ...(part === undefined ? [] : [sentence(part)]),
      ...(part === undefined || !isFirst ? [] : summaryLines(document)),
      ...(hidden === null ? [] : [hiddenLine(hidden)]),
      ...(next === undefined || outline.length === 0 ? [] : [line`Sections:`, ...outline.map(outlineLine)]),
      { quotation: content },
      ...footer(freshness, services.searchMode(status), { cursor: next, what: 'The rest' }),
    ]),
  };
}

/** The address of a document; in a Go file that of the lines, where a section was requested. */
function addressOf({ document, section, status }: LocatedDocument, range: Range): string {
  const { url, path, content } = document;
  const address = addressAtIndexed(url, path, status.sources);
  return section === undefined || !isGoFile(path) ? address : `${address}#${anchorOfLines(content, range)}`;
}

function fittingFiles(files: readonly Pick<DocumentEntry, 'path'>[], budget: number): string[] {
  const paths = files.map(({ path }) => path);
  return paths.slice(0, countFitting(paths, budget, jsonTokens));
}

/** Factor by which the estimate of a document's tokens is too low: 1, except for noise such as encoded data. */
function underestimation({ tokens, content }: Document): number {
  return tokens < content.length / 3 ? 1 : Math.max(1, tokens / Math.max(1, estimateTokens(content)));
}
