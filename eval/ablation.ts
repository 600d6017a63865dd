import { printTable } from '../bench/support/table.ts';
import { RANKING } from '../src/server/search/rank-documents.ts';
import type { Chunk } from '../src/shared/domain/chunk.ts';
import type { Document } from '../src/shared/domain/document.ts';
import type { AddressStyle } from '../src/shared/domain/source.ts';
import type { Embedder } from '../src/shared/embedding/embedder.ts';
import type { fuseRankings } from '../src/shared/index/ranking.ts';
import { identifierWords, lexicalFields, wordsOf } from '../src/shared/lexical/lexical-terms.ts';
import { buildChunks } from '../src/worker/prepare/chunks.ts';
import { readFrontMatter } from '../src/worker/prepare/front-matter.ts';
import { splitSections } from '../src/worker/prepare/markdown-format.ts';
import { parseMarkdown } from '../src/worker/prepare/markdown-tree.ts';
import { type ChunkSizes, SIZES } from '../src/worker/prepare/passages.ts';
import { comparePairs, pairQuestions } from './comparison.ts';
import type { Corpus } from './corpus.ts';
import { headingSections } from './engines/baselines.ts';
import { type SearchVariant, variantEngine } from './engines/search-variant.ts';
import { byKind } from './groups.ts';
import { type AskedQuestion, measure } from './measure.ts';
import type { QuestionSet } from './questions/questions.ts';
import { meanOf } from './score.ts';
import { signedWithInterval } from './tables.ts';

/**
 * Measures the search with each of its steps switched off in turn, and prints the difference in nDCG@10 with its 95 % interval.
 * @param embedder adds the hybrid search; null leaves it out
 * @throws what the embedder throws
 */
export async function printAblation(
  corpus: Corpus,
  set: QuestionSet,
  embedder: Embedder | null,
): Promise<void> {
  await printVariants('lexical', lexicalVariants(corpus), corpus, set, null);
  if (embedder !== null) await printVariants('hybrid', hybridVariants(corpus), corpus, set, embedder);
}

/** Kinds of question whose nDCG@10 is printed beside that of all. */
const GROUPS = ['how-to', 'component', 'chinese', 'api', 'example'] as const;

/** @param variants the first is the reference that the others are compared with */
async function printVariants(
  title: string,
  variants: readonly SearchVariant[],
  corpus: Corpus,
  set: QuestionSet,
  embedder: Embedder | null,
): Promise<void> {
  const rows: string[][] = [];
  let reference: readonly AskedQuestion[] | undefined;
  for (const variant of variants) {
    const { asked } = await measure(await variantEngine(corpus, variant, embedder), corpus.documents, set);
    const groups = byKind(asked);
    const meanIn = (group: string) => meanOf((groups.get(group) ?? []).map(({ score }) => score));
    const all = meanIn('all');
    const pairs = reference === undefined ? [] : pairQuestions(reference, asked);
    const compared = comparePairs(pairs, 'ndcg10').find(({ group }) => group === 'all');
    reference ??= asked;
    rows.push([
      variant.name,
      all.hit1.toFixed(3),
      all.hit5.toFixed(3),
      all.section5?.toFixed(3) ?? '–',
      ...GROUPS.map((group) => (groups.has(group) ? meanIn(group).ndcg10.toFixed(3) : '–')),
      all.ndcg10.toFixed(3),
      compared === undefined ? '' : signedWithInterval(compared.difference),
    ]);
  }
  printTable([title, 'hit@1', 'hit@5', 'section hit@5', ...GROUPS, 'nDCG@10', 'difference'], rows);
  console.log();
}

function lexicalVariants({ documents, chunks }: Corpus): SearchVariant[] {
  return [
    { name: 'all steps', chunks },
    { name: 'sections of the source instead of chunks', chunks: sourceSections(documents, chunks) },
    ...chunkSizes(documents),
    { name: 'no title', chunks, fields: (chunk) => ({ ...lexicalFields(chunk), title: '' }) },
    { name: 'no headings', chunks, fields: (chunk) => ({ ...lexicalFields(chunk), headings: '' }) },
    { name: 'no identifiers', chunks, fields: (chunk) => ({ ...lexicalFields(chunk), identifiers: '' }) },
    {
      name: 'identifiers not split into parts',
      chunks,
      fields: (chunk) => ({ ...lexicalFields(chunk), identifiers: chunk.identifiers.join(' ') }),
      terms: unsplitTerms,
    },
    {
      name: 'equal weights for title, headings and text',
      chunks,
      weights: { title: 1, headings: 1, body: 1, identifiers: 1 },
    },
    { name: 'stop words kept', chunks, terms: termsWithStopWords },
    { name: 'spelling not corrected', chunks, spelling: false },
    ...rankings(chunks),
  ];
}

function hybridVariants({ documents, chunks }: Corpus): SearchVariant[] {
  return [
    { name: 'all steps', chunks },
    ...chunkSizes(documents),
    { name: 'addresses of links embedded', chunks, embedded: textWithAddresses },
    { name: 'title and headings not embedded', chunks, embedded: ({ text }) => text },
    { name: 'dense only', chunks, lexicalWeight: 0 },
    { name: 'weight 1 for the lexical ranking in every query', chunks, lexicalWeight: 1 },
    { name: 'weight 4 for the lexical ranking in every query', chunks, lexicalWeight: 4 },
    { name: 'reciprocal rank fusion', chunks, fuse: fuseByReciprocalRank },
    ...rankings(chunks),
  ];
}

function chunkSizes(documents: readonly Document[]): SearchVariant[] {
  // Only Markdown is chunked anew here.
  if (documents.some(({ path }) => path.endsWith('.go'))) return [];
  return [
    { name: 'small sections not joined', chunks: chunksOfSizes(documents, { ...SIZES, small: 0 }) },
    { name: 'sections joined below 150 tokens', chunks: chunksOfSizes(documents, { ...SIZES, small: 150 }) },
    { name: 'chunks up to 300 tokens', chunks: chunksOfSizes(documents, { ...SIZES, target: 300 }) },
    { name: 'chunks up to 750 tokens', chunks: chunksOfSizes(documents, { ...SIZES, target: 750 }) },
  ];
}

/** Chunks the documents as the worker does, but with other sizes. */
function chunksOfSizes(documents: readonly Document[], sizes: ChunkSizes): Chunk[] {
  return documents.flatMap(({ path, title, url, description, language, content }) => {
    const front = readFrontMatter(content);
    if ('reason' in front) throw new Error(front.reason);
    const source = front.body.replaceAll('\r\n', '\n');
    const body = { tree: parseMarkdown(source), source: { text: source }, firstLine: front.bodyLine };
    const sections = splitSections(body, pagesOf(url), (target) => target);
    return buildChunks({ path, title, url, description, language }, sections, sizes);
  });
}

/** How the anchors of a document are made, by its address. */
function pagesOf(url: string): AddressStyle {
  return url.startsWith('https://github.com/') ? 'github' : 'hugo';
}

/** The sections of the files, each with the identifiers of the chunks that begin in it. */
function sourceSections(documents: readonly Document[], chunks: readonly Chunk[]): Chunk[] {
  const titles = new Map(documents.map(({ path, title }) => [path, title]));
  return headingSections(documents, 6).map(({ path, url, text }, ordinal) => {
    const begun = chunks.filter((chunk) => chunk.path === path && chunk.url === url);
    const breadcrumbs = begun[0]?.breadcrumbs ?? [];
    const title = titles.get(path) ?? '';
    const identifiers = begun.flatMap((chunk) => chunk.identifiers);
    const heading = breadcrumbs.at(-1) ?? title;
    const place = { id: String(ordinal), path, ordinal, title, heading, breadcrumbs, url };
    return { ...place, text, sections: [], identifiers, tokens: 0, contentHash: '' };
  });
}

function textWithAddresses({ title, breadcrumbs, text }: Chunk): string {
  return `${[title, ...breadcrumbs].join(' > ')}\n\n${text}`;
}

function unsplitTerms(query: string): string[] {
  return [...new Set(wordsOf(query).map((word) => word.toLowerCase()))];
}

function termsWithStopWords(query: string): string[] {
  return [...new Set(wordsOf(query).flatMap((word) => [word.toLowerCase(), ...identifierWords(word)]))];
}

/** The constant of reciprocal rank fusion that is best for these docs. The usual 60 suits many long rankings. */
const RECIPROCAL_RANK_CONSTANT = 10;

/** Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009). */
const fuseByReciprocalRank: typeof fuseRankings<number> = (dense, lexical, lexicalWeight) => {
  const scores = new Map<number, number>();
  const weighted = [
    [dense, 1],
    [lexical, lexicalWeight],
  ] as const;
  for (const [ranking, weight] of weighted) {
    ranking.forEach(({ key }, rank) => {
      scores.set(key, (scores.get(key) ?? 0) + weight / (RECIPROCAL_RANK_CONSTANT + rank + 1));
    });
  }
  return scores;
};

/** Weights that leave documents in the order of the index. */
const NO_RERANKING = {
  passages: [1],
  missingPassages: 0,
  proximity: 0,
  subjects: 0,
  releaseNotes: 1,
  repetition: 1,
  deprecated: 1,
  roles: { explanation: {}, name: {}, example: {} },
};

function rankings(chunks: readonly Chunk[]): SearchVariant[] {
  return [
    { name: 'best passage only', chunks, ranking: { passages: [1] } },
    { name: 'missing passages count nothing', chunks, ranking: { missingPassages: 0 } },
    { name: 'missing passages count in full', chunks, ranking: { missingPassages: 1 } },
    { name: 'neighbouring words not counted', chunks, ranking: { proximity: 0 } },
    { name: 'words in title, headings and first sentences not counted', chunks, ranking: { subjects: 0 } },
    { name: 'release notes not ranked lower', chunks, ranking: { releaseNotes: 1 } },
    { name: 'repetition not ranked lower', chunks, ranking: { repetition: 1 } },
    { name: 'deprecated declarations not ranked lower', chunks, ranking: { deprecated: 1 } },
    ...(['explanation', 'name', 'example'] as const).map((intent) => ({
      name: `guides, API and programs alike: ${intent}`,
      chunks,
      ranking: { roles: { ...RANKING.roles, [intent]: {} } },
    })),
    { name: 'documents in the order of the index', chunks, ranking: NO_RERANKING },
  ];
}
