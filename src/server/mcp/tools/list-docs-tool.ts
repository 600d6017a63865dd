import { z } from 'zod';
import { CODE_LANGUAGE, DEFAULT_LANGUAGE, type DocumentEntry } from '../../../shared/domain/document.ts';
import { type IndexStatus, snapshotId } from '../../../shared/domain/index-status.ts';
import { type Root, rootOf, sourceOf } from '../../../shared/domain/source.ts';
import { answerText, joined, type Line, line, oneLine, sentence, term } from '../../answer/answer-text.ts';
import { listCursors, startIn } from '../../answer/cursor.ts';
import { emptyIndexAdvice, footer, freshnessBlock } from '../../answer/freshness-block.ts';
import { countFitting, DEFAULT_BUDGET, FRAME_TOKENS, jsonTokens } from '../../answer/token-budget.ts';
import { addressAtIndexed } from '../../documents/go-section.ts';
import { findPrefix } from '../../documents/requested-path.ts';
import { sourceNames } from '../../documents/source-names.ts';
import type { Services } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';

const entry = z.object({
  path: z.string(),
  title: z.string(),
  url: z.string(),
  description: z.string(),
  tokens: z.int().describe('Size of the whole document'),
  updated_at: z.string().nullable(),
  source: z.string().optional().describe('Where there are several'),
  language: z.string().optional().describe('Where it is not the language of its folder'),
});

const output = z.object({
  documents: z.array(entry),
  count: z.int().describe('Documents below path_prefix, on all pages'),
  message: z.string().optional().describe('Why there is no document, and what to do'),
  next_cursor: z.string().optional(),
  freshness: freshnessBlock,
});

type Entry = z.output<typeof entry>;

const cursors = listCursors('list');
/** More do not fit into a page. */
const MOST_DOCUMENTS = 256;

/** `list_docs`, from the catalog. A cursor of another list or an earlier publish is `INVALID_CURSOR`. */
export function listDocsTool(services: Services): Tool {
  return defineTool(
    {
      name: 'list_docs',
      title: 'List the docs',
      description: ({ title, examples }) =>
        `${title}: Lists the documents in reading order, with title and size. Use it to see what there is on a subject ` +
        `or where search_docs finds too little; narrow it with path_prefix${examples.folder}, then read with fetch_doc.`,
      input: z.object({
        path_prefix: z
          .string()
          .max(500)
          .optional()
          .describe('Only documents whose path or address starts with this'),
        cursor: z.string().max(2_000).optional().describe('From the previous answer: its next page'),
      }),
      output,
      async run({ path_prefix: asked = '', cursor }, signal) {
        const catalog = await services.catalog.read();
        const { documents, status } = catalog;
        const { prefix, problem } = findPrefix(asked, catalog);
        const snapshot = snapshotId(status);
        const from = startIn(snapshot, cursors.decode(cursor, prefix));
        const nameOf = sourceNameIn(status.sources);
        const roots = status.sources.flatMap((source) => source.roots);
        const matching = documents.filter(({ path }) => path.startsWith(prefix));
        const paths = matching.slice(from, from + MOST_DOCUMENTS).map(({ path }) => path);
        const entries = await services.catalog.entries(paths, signal);
        // A document that was removed since the list was read ends the page: the cursor is no longer valid either.
        const known = paths.findIndex((path) => !entries.has(path));
        const rest = paths
          .slice(0, known === -1 ? undefined : known)
          .flatMap((path) => entries.get(path) ?? [])
          .map((document) => ({
            path: document.path,
            title: oneLine(document.title),
            url: addressAtIndexed(document.url, document.path, status.sources),
            description: oneLine(document.description),
            tokens: document.tokens,
            updated_at: document.updatedAt,
            ...(status.sources.length > 1 ? { source: nameOf(document.path) } : {}),
            ...ownLanguage(document, rootOf(roots, document.path)),
          }));
        const fitting = countFitting(rest, DEFAULT_BUDGET - FRAME_TOKENS, jsonTokens);
        const page = rest.slice(0, fitting);
        const next =
          from + fitting < matching.length
            ? cursors.encode({ snapshot, filter: prefix, from: from + fitting })
            : undefined;
        const message = [
          ...(problem === undefined ? [] : [problem]),
          ...emptyIndexAdvice(status, services),
        ].join(' ');
        const freshness = services.freshnessBlock(status);
        return {
          structured: {
            documents: page,
            count: matching.length,
            ...(message === '' ? {} : { message }),
            ...(next === undefined ? {} : { next_cursor: next }),
            freshness,
          },
          text: answerText([
            heading(matching.length, prefix, from, page.length),
            ...(message === '' ? [] : [sentence(message)]),
            ...documentLines(page),
            ...footer(freshness, services.searchMode(status), { cursor: next, what: 'More documents' }),
          ]),
        };
      },
    },
    services,
  );
}

/** Path of a document → the public name of its source. */
function sourceNameIn(sources: IndexStatus['sources']): (path: string) => string {
  const nameOf = sourceNames(sources);
  return (path) => {
    const source = sourceOf(sources, path);
    return source === undefined ? '' : nameOf(source);
  };
}

function heading(count: number, prefix: string, from: number, shown: number): Line {
  const below = prefix === '' ? line`` : line` below ${prefix}`;
  const range = shown === count ? line`` : line`, ${from + 1} to ${from + shown}`;
  return line`${count} ${sentence(count === 1 ? 'document' : 'documents')}${below}${range}${sentence(count === 0 ? '.' : ':')}`;
}

/** The language of a document, where it is not that of its root. That of code is plain from its name. */
function ownLanguage({ language }: DocumentEntry, root: Root | undefined): Pick<Entry, 'language'> {
  const expected = [root?.language ?? DEFAULT_LANGUAGE, CODE_LANGUAGE];
  return expected.includes(language) ? {} : { language };
}

/** The documents, under a line for each source where there are several. */
function documentLines(page: readonly Entry[]): readonly Line[] {
  return page.flatMap((entry, at) => {
    const { source } = entry;
    const isFirst = source !== undefined && source !== page[at - 1]?.source;
    return isFirst ? [line`From ${term(source)}:`, asLine(entry)] : [asLine(entry)];
  });
}

function asLine({ path, title, description, tokens, updated_at: updated, language }: Entry): Line {
  const facts = [
    line`${tokens} tokens`,
    ...(language === undefined ? [] : [term(language)]),
    ...(updated === null ? [] : [line`updated ${term(updated.slice(0, DATE))}`]),
  ];
  const about = description === '' ? line`` : line`. ${description}`;
  return line`- ${term(path)}: ${title} (${joined(facts, ', ')})${about}`;
}

/** Length of `2026-03-02`. */
const DATE = 10;
