import { isoTime } from '../../shared/clock.ts';
import type { WrittenSummaries } from '../../shared/domain/index-status.ts';
import { GoApi } from '../../shared/drift/go-api.ts';
import { goSnippets } from '../../shared/drift/go-snippets.ts';
import {
  type OutdatedMention,
  type OutdatedMentions,
  outdatedMentions,
} from '../../shared/drift/outdated-mentions.ts';
import { OutdatedNames } from '../../shared/drift/outdated-names.ts';
import { slices } from '../../shared/slices.ts';
import type { IndexSession } from '../index/index-writer.ts';
import type { PreparedDocument } from '../prepare/prepared-document.ts';
import { type IndexChanges, publishedSources } from './index-changes.ts';
import type { IndexDiff } from './index-diff.ts';
import type { HistoryOutcome } from './read-former-paths.ts';
import type { DocumentSpool, VectorSpool } from './spool.ts';
import type { SummaryOutcome } from './summaries.ts';
import type { ActiveRun } from './sync-run.ts';

/** What waits on the disk to be staged. */
interface StageInput {
  readonly documents: DocumentSpool;
  readonly vectors: VectorSpool;
  readonly summaries: SummaryOutcome;
}

/** Writes the prepared documents to the index, where no reader sees them. */
export async function stageDocuments(
  { progress, heartbeat }: ActiveRun,
  session: IndexSession,
  { documents, vectors, summaries }: StageInput,
): Promise<void> {
  const entries = documents.entries.filter(({ path }) => !summaries.unchanged.has(path));
  progress.started('stage', entries.length);
  let staged = 0;
  let chunks = 0;
  for (const batch of documents.batches(entries)) {
    await heartbeat();
    const hashes = batch.flatMap((prepared) => prepared.chunks.map((chunk) => chunk.contentHash));
    await session.stage({
      documents: batch.map((prepared) => withSummary(prepared, summaries)),
      vectors: vectors.read(new Set(hashes)),
    });
    staged += batch.length;
    chunks += hashes.length;
    progress.advanced(staged);
  }
  progress.finished({ documents: staged, chunks });
}

function withSummary(prepared: PreparedDocument, { summaries }: SummaryOutcome): PreparedDocument {
  const { document, chunks } = prepared;
  const summary = summaries.get(document.blob) ?? document.summary;
  return { document: { ...document, summary }, chunks };
}

/** What a publish says about the documents that were staged for it. */
interface PublishInput extends HistoryOutcome {
  readonly diff: IndexDiff;
  readonly changes: IndexChanges;
  readonly documents: DocumentSpool;
  readonly summaries: WrittenSummaries | null;
}

/** Makes everything staged visible at once. */
export async function publishStaged(
  run: ActiveRun,
  session: IndexSession,
  input: PublishInput,
): Promise<void> {
  const { recorder, progress, clock } = run;
  const { diff, changes, sources, summaries, formerPaths } = input;
  progress.started('publish');
  const outdatedNames = await findOutdated(run, input);
  const { removed, renamed, changed, skipped, due } = changes;
  const { sequence, documents, chunks } = await session.publish({
    sources,
    publishedAt: isoTime(clock()),
    removed,
    renamed,
    published: publishedSources(diff, changed, session.status),
    skipped,
    due,
    summaries,
    outdatedNames,
    ...(formerPaths === undefined ? {} : { formerPaths }),
  });
  recorder.record({ checks: sources, sequence, chunks: { total: chunks } });
  progress.finished({ sequence, documents, chunks });
}

/** Documents that are read from the index at once. */
const DOCUMENTS_PER_READ = 64;
/** Names recorded of all documents together: some 300 KB. */
const MAX_MENTIONS = 2_000;

interface FindInput {
  readonly diff: Pick<IndexDiff, 'published'>;
  readonly changes: Pick<IndexChanges, 'removed'>;
  readonly documents: DocumentSpool;
}

/**
 * Finds the outdated names in the documents of the index as it is after a publish. Where no Go file changes, only the
 * changed documents are looked at, and the Go files are only read if one of those uses a name of a package; where one
 * changes, all are. An index without Go files costs nothing.
 */
async function findOutdated(run: ActiveRun, input: FindInput): Promise<OutdatedMentions> {
  const { removed } = input.changes;
  const { kept, staged } = pathsAfter(run, input);
  if (![...kept, ...staged].some(isGo)) return new Map();

  const before = run.view.rebuild ? null : await run.view.outdatedNames();
  const areAllChecked = before === null || [...removed, ...staged].some(isGo);
  const mentions = new Map<string, readonly OutdatedMention[]>();
  if (!areAllChecked)
    for (const path of kept) if (before.has(path)) mentions.set(path, before.get(path) ?? []);

  let names: OutdatedNames | undefined;
  const check = async (path: string, content: string) => {
    if (!usesPackages(content)) return;
    names ??= new OutdatedNames(await readApi(run, input.documents, kept));
    const found = outdatedMentions(names, content);
    if (found.length > 0) mentions.set(path, found);
  };
  for (const { document } of stagedDocuments(input.documents, isMarkdown))
    await check(document.path, document.content);
  if (areAllChecked) {
    for (const paths of slices(kept.filter(isMarkdown), DOCUMENTS_PER_READ)) {
      await run.heartbeat();
      for (const [path, content] of await run.view.contents(paths)) await check(path, content);
    }
  }
  return limited(mentions);
}

/** The published documents that a publish keeps, and those that it brings. */
function pathsAfter({ view }: ActiveRun, { diff, changes, documents }: FindInput) {
  const staged = documents.entries.map(({ path }) => path);
  const replaced = new Set([...changes.removed, ...staged]);
  // A new generation keeps nothing: every document is staged.
  const kept = view.rebuild ? [] : [...diff.published.keys()].filter((path) => !replaced.has(path));
  return { kept, staged };
}

/** The names of all Go files after the publish. */
async function readApi(
  { view, heartbeat }: ActiveRun,
  documents: DocumentSpool,
  kept: readonly string[],
): Promise<GoApi> {
  const api = new GoApi();
  for (const paths of slices(kept.filter(isGo), DOCUMENTS_PER_READ)) {
    await heartbeat();
    for (const published of await view.documents(paths)) api.add(published);
  }
  for (const prepared of stagedDocuments(documents, isGo)) api.add(prepared);
  return api;
}

function* stagedDocuments(documents: DocumentSpool, wanted: (path: string) => boolean) {
  for (const entry of documents.entries) if (wanted(entry.path)) yield documents.read(entry);
}

function usesPackages(content: string): boolean {
  return goSnippets(content).some(({ names }) => names.length > 0);
}

/** Those of the first documents by path, so that the same documents always give the same names. */
function limited(mentions: OutdatedMentions): OutdatedMentions {
  let count = 0;
  const sorted = [...mentions].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    sorted.filter(([, names]) => {
      count += names.length;
      return count <= MAX_MENTIONS;
    }),
  );
}

function isGo(path: string): boolean {
  return path.endsWith('.go');
}

function isMarkdown(path: string): boolean {
  return path.endsWith('.md');
}
