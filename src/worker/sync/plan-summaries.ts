import type { Manifest } from '../../shared/domain/change.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { FileRef } from '../source/docs-source.ts';
import type { SummaryWriter } from '../summary/summarizer.ts';
import type { Target } from './read-target.ts';
import type { SafePoint } from './safe-point.ts';
import type { Spool } from './spool.ts';
import { areBy, summariesAreComplete } from './summary-state.ts';

/** What has to be summarized before the spooled documents can be staged. */
export interface SummaryPlan {
  /** Blobs without a summary. */
  readonly missing: ReadonlySet<string>;
  /** Blob → summary the index has. */
  readonly known: ReadonlyMap<string, string>;
  /** Paths of published documents that are in the spool for the sake of their summary alone. */
  readonly refreshed: ReadonlySet<string>;
}

/**
 * Published documents that do not change, but whose summary has to: all of them when there is another writer than
 * before, or none any more, otherwise those it still owes, in the order in which it owes them. A new generation
 * refreshes everything anyway.
 */
export function documentsToRefresh(
  view: IndexView,
  { published, changes }: Target,
  writer: SummaryWriter | null,
): FileRef[] {
  const { summaries } = view.status;
  if (view.rebuild || summariesAreComplete(view.status, writer)) return [];
  const paths = areBy(summaries, writer) ? (summaries?.missing ?? []) : published.keys();
  const touched = new Set(
    changes.flatMap((change) =>
      change.kind === 'renamed' ? [change.previousPath, change.path] : [change.path],
    ),
  );
  return [...paths].flatMap((path) => {
    const blob = published.get(path);
    return blob === undefined || touched.has(path) ? [] : [{ path, blob }];
  });
}

/** Finds the blobs among the spooled documents that the writer has not summarized yet, wherever they stood. */
export async function planSummaries(
  view: IndexView,
  published: Manifest,
  refreshed: readonly FileRef[],
  writer: SummaryWriter | null,
  spool: Spool,
  safePoint: SafePoint,
): Promise<SummaryPlan> {
  const missing = new Set<string>();
  const known = new Map<string, string>();
  const plan = { missing, known, refreshed: new Set(refreshed.map(({ path }) => path)) };
  if (writer === null) return plan;
  const summarized = summarizedBlobs(view.status, published, writer);
  for (const batch of spool.batches()) {
    const blobs = new Set(batch.map(({ document }) => document.blob));
    const held = new Map([...blobs].map((blob) => [blob, summarized.get(blob)]));
    const summaries = await view.summaries([...held.values()].filter((path) => path !== undefined));
    for (const [blob, path] of held) {
      const summary = path === undefined ? undefined : summaries.get(path);
      if (summary === undefined) missing.add(blob);
      else known.set(blob, summary);
    }
    await safePoint();
  }
  return plan;
}

/** Blob → path of the published documents that have the writer's summary. */
function summarizedBlobs(
  { summaries }: IndexStatus,
  published: Manifest,
  writer: SummaryWriter,
): Map<string, string> {
  if (!areBy(summaries, writer)) return new Map();
  const owed = new Set(summaries?.missing);
  return new Map([...published].flatMap(([path, blob]) => (owed.has(path) ? [] : [[blob, path] as const])));
}
