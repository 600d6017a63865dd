import { z } from 'zod';

/** One search, as a line of the query log. */
export const queryLogEntry = z.object({
  /** ISO 8601 in UTC. */
  time: z.string(),
  query: z.string(),
  mode: z.enum(['hybrid', 'lexical']),
  /** Whether a document is likely to answer the query. */
  answered: z.boolean(),
  /** Score of the best document, 0 to 1; null if none was found. */
  best: z.number().nullable(),
});

export type QueryLogEntry = z.output<typeof queryLogEntry>;

/** How many files the log is kept in, the current one included. When one is full, the oldest is deleted. */
export const QUERY_LOG_FILES = 5;

/** The files of a query log, the oldest first. @param path QUERY_LOG */
export function queryLogFiles(path: string): string[] {
  const rotated = Array.from({ length: QUERY_LOG_FILES - 1 }, (_, n) => `${path}.${n + 1}`);
  return [...rotated.toReversed(), path];
}
