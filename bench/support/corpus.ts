import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedPage } from './generated-docs.ts';
import { pick, seededRandom } from './random.ts';

export interface CorpusPage {
  readonly path: string;
  readonly content: string;
}

const SEED = 7;
/** Longer headings would make unnatural queries. */
const MAX_HEADING_LENGTH = 60;

/** Returns the first `size` pages of the generated docs: a smaller corpus is the beginning of a larger one. */
export function generatedCorpus(size: number): CorpusPage[] {
  return Array.from({ length: size }, (_, n) => generatedPage(n, SEED));
}

/** Returns `size` Markdown pages of a folder, evenly over all its paths. Rejects if it has not so many. */
export async function pagesBelow(folder: string, size: number): Promise<CorpusPage[]> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.md')).sort();
  if (paths.length < size) throw new Error(`${folder} has only ${paths.length} Markdown pages`);
  const chosen = Array.from({ length: size }, (_, i) => paths[Math.floor((i * paths.length) / size)] ?? '');
  return Promise.all(
    chosen.map(async (path) => ({ path, content: await readFile(join(folder, path), 'utf8') })),
  );
}

/** Returns distinct queries, each about two headings of the pages. */
export function queriesAbout(pages: readonly CorpusPage[], count: number): string[] {
  const headings = pages.flatMap(({ content }) =>
    [...content.matchAll(/^#{1,4} (.+)$/gm)].flatMap(([, text = '']) =>
      text.length <= MAX_HEADING_LENGTH ? [text] : [],
    ),
  );
  const random = seededRandom(SEED);
  return Array.from(
    { length: count },
    () => `how do I use ${pick(headings, random)} with ${pick(headings, random)}?`,
  );
}

/** Returns the page with a word more in its first paragraph of prose. */
export function withOneWordMore(content: string): string {
  return content.replace(/^(?=[A-Z][a-z]+ [a-z]+ [a-z]+)/m, 'Really, ');
}
