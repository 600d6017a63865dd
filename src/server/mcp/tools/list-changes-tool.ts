import { z } from 'zod';
import type { PublishedSource } from '../../../shared/domain/history.ts';
import { snapshotId } from '../../../shared/domain/index-status.ts';
import { isKnownCommit } from '../../../shared/index/publishes-after.ts';
import { answerText, type Line, line, oneLine, sentence, term } from '../../answer/answer-text.ts';
import { listCursors, startIn } from '../../answer/cursor.ts';
import { emptyIndexAdvice, footer, freshnessBlock } from '../../answer/freshness-block.ts';
import { countFitting, DEFAULT_BUDGET, FRAME_TOKENS, jsonTokens } from '../../answer/token-budget.ts';
import { sourceNames } from '../../documents/source-names.ts';
import type { Services, Snapshot } from '../../services.ts';
import { shownArgument } from '../read-arguments.ts';
import { defineTool, type Tool } from '../tool.ts';

const change = z.object({
  source: z.string(),
  sha: z.string(),
  version: z.string().optional().describe('Release, where the source follows releases'),
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
  count: z.int().describe('Updates since, on all pages; a publish is one update a source'),
  message: z.string().optional().describe('What to do while the index is empty'),
  next_cursor: z.string().optional(),
  freshness: freshnessBlock,
});

type Change = z.output<typeof change>;

const cursors = listCursors('changes');

/** `list_changes`. A cursor of another list or an earlier publish is `INVALID_CURSOR`. */
export function listChangesTool(services: Services): Tool {
  return defineTool(
    {
      name: 'list_changes',
      title: 'What changed in the docs',
      description: ({ title }) =>
        `${title}: Lists what changed, newest first: commit, date, subject and the documents added, modified, renamed or ` +
        'removed. Use it after an upgrade, or where code that was right no longer is; then read them with fetch_doc.',
      input: z.object({
        since: z
          .string()
          .max(100)
          .optional()
          .describe('Only updates after this commit (sha, from 7 characters), release (v0.9.12) or ISO date'),
        cursor: z.string().max(1_000).optional().describe('From the previous answer: its next page'),
      }),
      output,
      async run({ since: asked, cursor }, signal) {
        const { reader } = await services.snapshot();
        const { since, notes } = await readSince(asked, reader, signal);
        const { changes: records, status } = await reader.changesSince(since, signal);
        const snapshot = snapshotId(status);
        const filter = since ?? '';
        const from = startIn(snapshot, cursors.decode(cursor, filter));
        const nameOf = sourceNames(status.sources);
        const updates = records.flatMap(({ sources }) => sources);
        const rest = updates.flatMap((update) => changesOf(update, nameOf(update))).slice(from);
        const fitting = countFitting(rest, DEFAULT_BUDGET - FRAME_TOKENS, jsonTokens);
        const page = rest.slice(0, fitting);
        const next =
          fitting < rest.length ? cursors.encode({ snapshot, filter, from: from + fitting }) : undefined;
        const hint = emptyIndexAdvice(status, services).join(' ');
        const freshness = services.freshnessBlock(status);
        return {
          structured: {
            changes: page,
            count: updates.length,
            ...(hint === '' ? {} : { message: hint }),
            ...(next === undefined ? {} : { next_cursor: next }),
            freshness,
          },
          text: answerText([
            heading(updates.length, since === undefined ? undefined : asked),
            ...(hint === '' ? [] : [sentence(hint)]),
            ...page.flatMap(changeLines),
            ...footer(freshness, services.searchMode(status), { cursor: next, what: 'Older updates' }),
          ]),
          notes,
        };
      },
    },
    services,
  );
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.+Z-]*)?$/i;

/**
 * What the index can be asked for: a date, or a commit that it came to, which may be given by its release. Anything else
 * is left out.
 */
async function readSince(
  asked: string | undefined,
  reader: Snapshot['reader'],
  signal: AbortSignal,
): Promise<{ readonly since?: string; readonly notes: readonly string[] }> {
  if (asked === undefined) return { notes: [] };
  if (ISO_DATE.test(asked) && !Number.isNaN(Date.parse(asked))) return { since: asked, notes: [] };
  const { changes, status } = await reader.changesSince(undefined, signal);
  const published = [...status.sources, ...changes.flatMap(({ sources }) => sources)];
  const released = published.find(({ version }) => version === asked)?.commit?.sha;
  const since = released ?? asked;
  if (isKnownCommit(changes, status, since)) return { since, notes: [] };
  const why = `${shownArgument(asked)} is not a commit or release that the index knows, nor a date`;
  return { notes: [`since was ignored: ${why}. These are all updates that it keeps.`] };
}

/** An update of more documents comes as several changes with the same sha. */
const DOCUMENTS_PER_CHANGE = 50;

function changesOf({ commit, version, documents }: PublishedSource, source: string): Change[] {
  const { sha, date } = commit;
  const subject = oneLine(commit.subject);
  const changed = documents.map(({ path, change: kind, previousPath }) => ({
    path,
    change: kind,
    ...(previousPath === undefined ? {} : { previous_path: previousPath }),
  }));
  const starts = [0];
  for (let at = DOCUMENTS_PER_CHANGE; at < changed.length; at += DOCUMENTS_PER_CHANGE) starts.push(at);
  return starts.map((start) => ({
    source,
    sha,
    ...(version === undefined ? {} : { version }),
    date,
    subject,
    documents: changed.slice(start, start + DOCUMENTS_PER_CHANGE),
  }));
}

function heading(count: number, since: string | undefined): Line {
  const updates = count === 1 ? line`1 update` : line`${count} updates`;
  return since === undefined ? line`${updates}.` : line`${updates} since ${term(since)}.`;
}

function changeLines({ source, sha, version, date, subject, documents }: Change): readonly Line[] {
  const name = version === undefined ? term(source) : line`${term(source)} ${term(version)}`;
  return [
    line`${name} ${term(sha.slice(0, 10))} ${term(date)} ${subject}`,
    ...documents.map(({ path, change: kind, previous_path: previous }) => {
      const moved = previous === undefined ? line`` : line`${term(previous)} to `;
      return line`  ${sentence(kind)} ${moved}${term(path)}`;
    }),
  ];
}
