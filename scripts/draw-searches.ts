/**
 * `npm run picture [-- --clone owner/name=folder]…`: draws the moving picture of the README, `docs/images/searches.svg`,
 * from real searches. It syncs the sources at the commits of the evaluation, starts the server and sends it the queries.
 * The same program over the same commits draws the same file.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncCorpus } from '../eval/corpus.ts';
import { readOptions } from '../eval/options.ts';
import { PROJECT, startServer } from '../test/support/programs.ts';
import { callTool } from '../test/support/running-app.ts';
import { type DrawnSearch, drawSearches } from './animated-searches.ts';

/** A component, the API, and a question in Chinese. */
const QUERIES = [
  'claude ChatModel thinking budget',
  'signature of compose.NewGraph',
  '工具调用前需要人工确认',
];

interface Answer {
  readonly results: readonly {
    readonly title: string;
    readonly source: string;
    readonly sections: readonly Pick<DrawnSearch, 'breadcrumbs' | 'snippet' | 'url'>[];
  }[];
  readonly freshness: { readonly sources: readonly Pick<DrawnSearch, 'source' | 'state' | 'commit'>[] };
}

await using corpus = await syncCorpus({ corpus: 'all', clones: readOptions(process.argv.slice(2)).clones });
await using server = await startServer({ ...corpus.settings, STRUCTURED_CONTENT: 'true' });
const searches: DrawnSearch[] = [];
for (const query of QUERIES) searches.push(await search(query));
await writeFile(join(PROJECT, 'docs/images/searches.svg'), drawSearches(searches));

async function search(query: string): Promise<DrawnSearch> {
  const { structured } = await callTool(server.url, 'search_docs', { query, max_results: 2 });
  const { results, freshness } = structured as unknown as Answer;
  const [first] = results;
  const [section] = first?.sections ?? [];
  const source = freshness.sources.find((each) => each.source === first?.source);
  if (first === undefined || section === undefined || source === undefined)
    throw new Error(`"${query}" found nothing`);
  return { query, title: first.title, ...section, ...source };
}
