import { z } from 'zod';
import type { Document, OutlineHeading } from '../../../shared/domain/document.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { sourceOf } from '../../../shared/domain/source.ts';
import {
  type HiddenCharacters,
  joined,
  type Line,
  line,
  oneLine,
  sentence,
  term,
} from '../../answer/answer-text.ts';
import { freshnessBlock } from '../../answer/freshness-block.ts';
import { countFitting, jsonTokens } from '../../answer/token-budget.ts';
import type { LocatedDocument } from '../../documents/find-document.ts';
import { anchorOfLines, isGoFile } from '../../documents/go-section.ts';
import { indexLanguages, translationLines, translationList } from '../../documents/languages.ts';
import type { Range } from '../../documents/section-range.ts';

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

/** What a document is, in the first lines of its text. */
export function headLines(
  { document, status }: LocatedDocument,
  { url, source, translations }: Pick<FetchedDocument, 'url' | 'source' | 'translations'>,
): readonly Line[] {
  const { title, path, language, updatedAt } = document;
  const { version } = versionOf(status, path);
  const name = version === undefined ? term(source) : line`${term(source)} ${term(version)}`;
  const facts = [
    term(path),
    ...(status.sources.length > 1 || version !== undefined ? [name] : []),
    ...(indexLanguages(status).length > 1 ? [term(language)] : []),
    ...(updatedAt === null ? [] : [line`updated ${term(updatedAt)}`]),
  ];
  return [line`${title} (${joined(facts, ', ')})`, term(url), ...translationLines(translations)];
}

/** The indexed release of the source of a document, if it follows releases. */
export function versionOf({ sources }: IndexStatus, path: string): { readonly version?: string } {
  const version = sourceOf(sources, path)?.version;
  return version === undefined ? {} : { version };
}

/** Says which part of a document is shown. */
export function partOf({ path, content }: Document, { start, end }: Range): string {
  if (!isGoFile(path)) return `Characters ${start} to ${end} of ${content.length}.`;
  const count = content.replace(/\n$/, '').split('\n').length;
  return `Lines ${anchorOfLines(content, { start, end }).replaceAll('L', '').replace('-', ' to ')} of ${count}.`;
}

/** What the document is about; a Go file has many subjects, and its summary is that of the first. */
export function summaryLines({ path, summary }: Document): readonly Line[] {
  return summary === '' || isGoFile(path) ? [] : [line`About the document: ${summary}`];
}

/** What a client should know about what it requested. */
export function notesOn({ section, note }: LocatedDocument, outline: FetchedDocument['outline']): string[] {
  const isDeprecated = section !== undefined && outline[0]?.deprecated === true;
  return [...(note === undefined ? [] : [note]), ...(isDeprecated ? ['It is deprecated.'] : [])];
}

/** The files of the Go package that was requested. */
export function packageLine(
  { folder, files }: NonNullable<LocatedDocument['goPackage']>,
  shown: readonly string[],
): Line {
  const names = shown.map((path) => term(path.slice(folder.length + 1)));
  const rest = files.length - shown.length;
  const more = rest > 0 ? line` and ${rest} more` : line``;
  return line`Files of the package in ${term(folder)}: ${joined(names, ', ')}${more}.`;
}

/** Says where hidden characters are, so that the content can be given as it is. */
export function hiddenLine({ count, kinds }: HiddenCharacters): Line {
  const each = kinds.map(({ character, lines }) => `${character} on line ${lines.join(', ')}`);
  return sentence(
    `The content has ${count} invisible or control ${count === 1 ? 'character' : 'characters'}, which may be meant to mislead: ${each.join('; ')}.`,
  );
}
