import { z } from 'zod';
import type { PublishRecord } from '../../../shared/domain/history.ts';
import { snapshotId } from '../../../shared/domain/index-status.ts';
import { cursorCodec, invalidCursor } from '../../answer/cursor.ts';
import { footer, freshnessBlock } from '../../answer/freshness-block.ts';
import { countFitting, DEFAULT_BUDGET, FRAME, jsonTokens } from '../../answer/token-budget.ts';
import type { Services } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';
import { howToFill } from './how-to-fill.ts';

const change = z.object({
  sha: z.string(),
  date: z.string(),
  subject: z.string(),
  documents: z.array(
    z.object({
      path: z.string(),
      change: z.enum(['added', 'modified', 'renamed', 'removed']),
      previous_path: z.string().optional(),
    }),
  ),
});

const output = z.object({
  changes: z.array(change),
  count: z.int().describe('Updates since, on all pages'),
  next_cursor: z.string().optional(),
  freshness: freshnessBlock,
});

type Change = z.output<typeof change>;

const cursors = cursorCodec(
  'changes',
  z.object({ tag: z.string(), since: z.string(), from: z.int().min(0), document: z.int().min(0) }),
);

/** `list_changes`. A cursor of another list or an earlier publish is `INVALID_CURSOR`. */
export function listChangesTool(services: Services): Tool {
  return defineTool(
    {
      name: 'list_changes',
      title: 'What changed in the docs',
      description:
        'Lists the updates of the docs, newest first: commit, date, subject and the documents added, modified, renamed or removed with it.',
      input: z.object({
        since: z
          .string()
          .trim()
          .regex(
            /^([0-9a-fA-F]{7,64}|\d{4}-\d{2}-\d{2}([T ].*)?)$/,
            'must be a commit sha (from 7 characters) or an ISO date',
          )
          .refine(
            (since) => !since.includes('-') || !Number.isNaN(Date.parse(since)),
            'must be a date there is',
          )
          .optional()
          .describe(
            'Only updates after this commit (sha, from 7 characters) or, by commit date, this ISO date',
          ),
        cursor: z.string().max(1_000).optional().describe('next_cursor of the answer before'),
      }),
      output,
      async run({ since, cursor }, signal) {
        const { reader } = await services.snapshot();
        const { changes: records, status } = await reader.changesSince(since, signal);
        const tag = snapshotId(status);
        const start = cursor === undefined ? { from: 0, document: 0 } : startOf(cursor, tag, since ?? '');
        const rest = pieces(records).filter(
          (piece) =>
            piece.from > start.from || (piece.from === start.from && piece.document >= start.document),
        );
        const fitting = countFitting(rest, DEFAULT_BUDGET - FRAME, ({ change: shown }) => jsonTokens(shown));
        const page = rest.slice(0, fitting).map((piece) => piece.change);
        const next = rest[fitting];
        const nextCursor =
          next === undefined
            ? undefined
            : cursors.encode({ tag, since: since ?? '', from: next.from, document: next.document });
        const freshness = services.freshness(status);
        return {
          structured: {
            changes: page,
            count: records.length,
            ...(nextCursor === undefined ? {} : { next_cursor: nextCursor }),
            freshness,
          },
          text: [
            `${records.length} ${records.length === 1 ? 'update' : 'updates'}${since === undefined ? '' : ` since ${since}`}.`,
            ...howToFill(status),
            ...page.map(asText),
            footer(freshness, services.searchMode(status), { cursor: nextCursor, what: 'Older updates' }),
          ].join('\n'),
        };
      },
    },
    services,
  );
}

function startOf(cursor: string, tag: string, since: string): { from: number; document: number } {
  const position = cursors.decode(cursor);
  if (position.since !== since) throw invalidCursor('It belongs to another since.');
  if (position.tag !== tag) throw invalidCursor('The docs were updated since.');
  return position;
}

/** Documents of one update on a page; a commit that touches more is continued under the same sha. */
const DOCUMENTS_A_PIECE = 50;

interface Piece {
  readonly from: number;
  readonly document: number;
  readonly change: Change;
}

function pieces(records: readonly PublishRecord[]): Piece[] {
  return records.flatMap((record, from) => {
    const { sha, date, subject } = record.commit;
    const documents = record.documents.map(({ path, change: kind, previousPath }) => ({
      path,
      change: kind,
      ...(previousPath === undefined ? {} : { previous_path: previousPath }),
    }));
    const starts = [0];
    for (let at = DOCUMENTS_A_PIECE; at < documents.length; at += DOCUMENTS_A_PIECE) starts.push(at);
    return starts.map((document) => ({
      from,
      document,
      change: { sha, date, subject, documents: documents.slice(document, document + DOCUMENTS_A_PIECE) },
    }));
  });
}

function asText({ sha, date, subject, documents }: Change): string {
  const lines = documents.map(({ path, change: kind, previous_path: previous }) =>
    previous === undefined ? `  ${kind} ${path}` : `  ${kind} ${previous} to ${path}`,
  );
  return [`${sha.slice(0, 10)} ${date} ${subject}`, ...lines].join('\n');
}
