import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Engine } from '../measure.ts';

const RECORDED = z.object({ name: z.string().min(1), rankings: z.record(z.string(), z.array(z.string())) });

/**
 * An engine that was asked elsewhere: its file has its name, and for each question the paths of the documents that it
 * found, best first: `{"name": "…", "rankings": {"How do I …?": ["guide.md", …]}}`.
 * @throws Error with a message of one line where the file is another one; in a search where it lacks the question
 */
export async function recordedEngine(file: string): Promise<Engine> {
  const { name, rankings } = await readRankings(file);
  return {
    name,
    async search(query) {
      const paths = rankings[query];
      if (paths === undefined) throw new Error(`${file} has no ranking for "${query}"`);
      return { found: paths.map((path) => ({ path, sections: [] })) };
    },
  };
}

async function readRankings(file: string): Promise<z.output<typeof RECORDED>> {
  try {
    return RECORDED.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error).split('\n')[0] : String(error);
    throw new Error(`${file} has no rankings: ${problem}`, { cause: error });
  }
}
