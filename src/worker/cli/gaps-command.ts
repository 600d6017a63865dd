import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { EXIT } from '../../shared/error-codes.ts';
import { wordsOf } from '../../shared/lexical/lexical-terms.ts';
import { isStopWord } from '../../shared/lexical/words.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { type QueryLogEntry, queryLogEntry, queryLogFiles } from '../../shared/query-log.ts';
import type { WorkerCommand } from './command.ts';
import { pluralize, print, printable } from './output.ts';

/** Queries without an answer that ask for the same words. */
export interface Gap {
  /** The latest of them. */
  readonly query: string;
  readonly count: number;
  /** The best score that any of them found; null if none found a document. */
  readonly best: number | null;
  /** ISO 8601 in UTC. */
  readonly lastAsked: string;
}

export interface GapReport {
  readonly searches: number;
  readonly unanswered: number;
  /** The most frequent first. */
  readonly gaps: readonly Gap[];
}

/** Gaps that the text report lists. */
const LISTED = 40;

/** `gaps`: groups the queries of the query log that no document answered. It only reads the log. */
export const gapsCommand: WorkerCommand = async ({ config, flags, stdout, signal }) => {
  if (config.queryLog === null) {
    throw new OperationalError(
      'USAGE',
      'QUERY_LOG is not set.',
      'Set it to the path that the server writes.',
    );
  }
  const report = await findGaps(readQueryLog(config.queryLog));
  await print(stdout, [flags.has('--json') ? `${JSON.stringify(report)}\n` : gapsText(report)], signal);
  return EXIT.ok;
};

/** The entries of a query log, the oldest first. Lines that are no entries are left out, and so are missing files. */
export async function* readQueryLog(path: string): AsyncGenerator<QueryLogEntry> {
  for (const file of queryLogFiles(path)) {
    const input = createReadStream(file);
    try {
      for await (const line of createInterface({ input })) {
        const entry = queryLogEntry.safeParse(parsed(line));
        if (entry.success) yield entry.data;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Groups the entries without an answer by their words, whatever their order, case and stop words. */
export async function findGaps(entries: AsyncIterable<QueryLogEntry>): Promise<GapReport> {
  const gaps = new Map<string, Gap>();
  let searches = 0;
  let unanswered = 0;
  for await (const { query, answered, best, time } of entries) {
    searches++;
    if (answered) continue;
    unanswered++;
    const key = significantWords(query);
    const former = gaps.get(key);
    gaps.set(key, {
      query,
      count: (former?.count ?? 0) + 1,
      best: former === undefined || (best ?? 0) > (former.best ?? 0) ? best : former.best,
      lastAsked: time,
    });
  }
  const byCount = (a: Gap, b: Gap) => b.count - a.count || b.lastAsked.localeCompare(a.lastAsked);
  return { searches, unanswered, gaps: [...gaps.values()].toSorted(byCount) };
}

function significantWords(query: string): string {
  const words = wordsOf(query).map((word) => word.toLowerCase());
  const significant = words.filter((word) => !isStopWord(word));
  return [...new Set(significant.length === 0 ? words : significant)].toSorted().join(' ');
}

/** A report for a person. */
export function gapsText({ searches, unanswered, gaps }: GapReport): string {
  const headline = `${pluralize(searches, 'search', 'searches')}, ${unanswered} without an answer`;
  const lines = gaps.slice(0, LISTED).map(({ query, count, best, lastAsked }) => {
    const score = best === null ? 'nothing found' : `best ${best.toFixed(2)}`;
    return `  ${String(count).padStart(4)}×  ${printable(query).slice(0, 100)}  (${score}, last ${lastAsked.slice(0, 10)})`;
  });
  const more = gaps.length > LISTED ? [`  … and ${gaps.length - LISTED} more`] : [];
  return `${[headline, ...lines, ...more].join('\n')}\n`;
}
