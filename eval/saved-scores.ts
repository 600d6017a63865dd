import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { AskedQuestion, Measurement } from './measure.ts';
import { KINDS } from './questions/questions.ts';

const share = z.number().min(0).max(1);
const ASKED: z.ZodType<AskedQuestion> = z.object({
  ask: z.string(),
  kind: z.enum(KINDS),
  chineseKind: z.enum(KINDS).optional(),
  confident: z.boolean().exactOptional(),
  tokens: z.number().exactOptional(),
  score: z.object({ hit1: share, hit5: share, mrr10: share, ndcg10: share, section5: share.nullable() }),
});
const SAVED = z.record(z.string(), z.array(ASKED));

/** Name of an engine → its score for each question. */
export type SavedScores = Readonly<Record<string, readonly AskedQuestion[]>>;

/** Writes the scores of each question to a JSON file, for a later run to compare itself with. */
export async function saveScores(file: string, measurements: readonly Measurement[]): Promise<void> {
  const scores: SavedScores = Object.fromEntries(measurements.map(({ name, asked }) => [name, asked]));
  await writeFile(file, `${JSON.stringify(scores)}\n`);
}

/**
 * Reads what `saveScores` wrote.
 * @throws Error with a message of one line where the file cannot be read or is another one
 */
export async function readScores(file: string): Promise<SavedScores> {
  try {
    return SAVED.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const problem = error instanceof z.ZodError ? error.issues[0]?.message : (error as Error).message;
    throw new Error(`${file} has no scores that --save wrote: ${problem}`, { cause: error });
  }
}
