import { z } from 'zod';
import { DEFAULT_LANGUAGE, type DocumentEntry } from '../../../shared/domain/document.ts';
import { snapshotId } from '../../../shared/domain/index-status.ts';
import { type Root, rootOf } from '../../../shared/domain/source.ts';
import { listCursors, startIn } from '../../answer/cursor.ts';
import { emptyIndexAdvice, footer, freshnessBlock } from '../../answer/freshness-block.ts';
import { countFitting, DEFAULT_BUDGET, FRAME_TOKENS, jsonTokens } from '../../answer/token-budget.ts';
import { addressAtIndexed } from '../../documents/indexed-address.ts';
import { findPrefix } from '../../documents/requested-path.ts';
import type { Services } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';

const entry = z.object({
  path: z.string(),
  title: z.string(),
  url: z.string(),
  description: z.string(),
  tokens: z.int().describe('Size of the whole document'),
  updated_at: z.string().nullable(),
  language: z.string().optional().describe('Where it is not the language of its folder'),
});

const output = z.object({
  documents: z.array(entry),
  count: z.int().describe('Documents below path_prefix, on all pages'),
  next_cursor: z.string().optional(),
  freshness: freshnessBlock,
});

type Entry = z.output<typeof entry>;

const cursors = listCursors('list');

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
      async run({ path_prefix: asked = '', cursor }) {
        const catalog = await services.catalog.read();
        const { documents, status } = catalog;
        const { prefix, problem } = findPrefix(asked, catalog);
        const snapshot = snapshotId(status);
        const from = startIn(snapshot, cursors.decode(cursor, prefix));
        const roots = status.sources.flatMap((source) => source.roots);
        const matching = documents.filter(({ path }) => path.startsWith(prefix));
        const rest = matching.slice(from).map((document) => ({
          path: document.path,
          title: document.title,
          url: addressAtIndexed(document.url, document.path, status.sources),
          description: document.description,
          tokens: document.tokens,
          updated_at: document.updatedAt,
          ...ownLanguage(document, rootOf(roots, document.path)),
        }));
        const fitting = countFitting(rest, DEFAULT_BUDGET - FRAME_TOKENS, jsonTokens);
        const page = rest.slice(0, fitting);
        const next =
          fitting < rest.length
            ? cursors.encode({ snapshot, filter: prefix, from: from + fitting })
            : undefined;
        const freshness = services.freshnessBlock(status);
        return {
          structured: {
            documents: page,
            count: matching.length,
            ...(next === undefined ? {} : { next_cursor: next }),
            freshness,
          },
          text: [
            heading(matching.length, prefix, from, page.length),
            ...(problem === undefined ? [] : [problem]),
            ...emptyIndexAdvice(status),
            ...page.map(asText),
            footer(freshness, services.searchMode(status), { cursor: next, what: 'More documents' }),
          ].join('\n'),
        };
      },
    },
    services,
  );
}

function heading(count: number, prefix: string, from: number, shown: number): string {
  const below = prefix === '' ? '' : ` below ${JSON.stringify(prefix)}`;
  const range = shown === count ? '' : `, ${from + 1} to ${from + shown}`;
  return `${count} ${count === 1 ? 'document' : 'documents'}${below}${range}${count === 0 ? '.' : ':'}`;
}

/** The language of a document, where it is not that of its root. */
function ownLanguage({ language }: DocumentEntry, root: Root | undefined): Pick<Entry, 'language'> {
  return language === (root?.language ?? DEFAULT_LANGUAGE) ? {} : { language };
}

function asText({ path, title, description, tokens, language }: Entry): string {
  const size = `${tokens} tokens${language === undefined ? '' : `, ${language}`}`;
  return `- ${path}: ${title} (${size})${description === '' ? '' : `. ${description}`}`;
}
