import { RANKING } from '../src/server/search/rank-documents.ts';
import type { Chunk } from '../src/shared/domain/chunk.ts';
import type { Document } from '../src/shared/domain/document.ts';
import { lexicalFields } from '../src/shared/lexical/lexical-fields.ts';
import { identifierWords, wordsOf } from '../src/shared/lexical/words.ts';
import { buildChunks } from '../src/worker/prepare/chunks.ts';
import { readFrontMatter } from '../src/worker/prepare/front-matter.ts';
import { parseMarkdown } from '../src/worker/prepare/markdown-tree.ts';
import { type ChunkSizes, SIZES } from '../src/worker/prepare/passages.ts';
import { splitSections } from '../src/worker/prepare/sections.ts';
import { headingSections } from './baselines.ts';
import type { Variant } from './engines/laboratory.ts';
import { byReciprocalRank } from './reciprocal-rank.ts';

export interface Indexed {
  readonly documents: readonly Document[];
  readonly chunks: readonly Chunk[];
}

/** What ranks documents, all of it switched off. */
const AS_INDEXED = {
  evidence: [1],
  evidenceOfWords: [1],
  phrased: 0,
  named: 0,
  releaseNotes: 1,
  repetition: 1,
};

/** The lexical search, then the same with one of its steps missing or other. */
export function lexicalVariants({ documents, chunks }: Indexed): Variant[] {
  return [
    { name: 'all steps', chunks },
    { name: 'sections of the source instead of chunks', chunks: sourceSections(documents, chunks) },
    ...otherSizes(documents),
    { name: 'no title', chunks, fields: (chunk) => ({ ...lexicalFields(chunk), title: '' }) },
    { name: 'no headings', chunks, fields: (chunk) => ({ ...lexicalFields(chunk), headings: '' }) },
    { name: 'no identifiers', chunks, fields: (chunk) => ({ ...lexicalFields(chunk), identifiers: '' }) },
    {
      name: 'identifiers not in parts',
      chunks,
      fields: (chunk) => ({ ...lexicalFields(chunk), identifiers: chunk.identifiers.join(' ') }),
      terms: wholeTerms,
    },
    {
      name: 'title, headings and text weigh the same',
      chunks,
      weights: { title: 1, headings: 1, body: 1, identifiers: 1 },
    },
    { name: 'small words of questions kept', chunks, terms: everyTerm },
    { name: 'spelling not corrected', chunks, spelling: false },
    ...otherRankings(chunks),
  ];
}

/** The hybrid search, then the same with one of its steps missing or other. */
export function hybridVariants({ documents, chunks }: Indexed): Variant[] {
  return [
    { name: 'all steps', chunks },
    ...otherSizes(documents),
    { name: 'addresses of links embedded', chunks, embedded: withAddresses },
    { name: 'title and headings not embedded', chunks, embedded: ({ text }) => text },
    { name: 'questions of names alone embedded too', chunks, namesEmbedded: true },
    { name: 'dense only', chunks, lexical: 0 },
    { name: 'lexical counts the same for every question', chunks, lexical: 1 },
    { name: 'fused by reciprocal rank', chunks, fuse: byReciprocalRank },
    ...otherRankings(chunks),
  ];
}

function otherSizes(documents: readonly Document[]): Variant[] {
  return [
    { name: 'no small section joined', chunks: cut(documents, { ...SIZES, small: 0 }) },
    { name: 'sections joined below 150 tokens', chunks: cut(documents, { ...SIZES, small: 150 }) },
    { name: 'chunks up to 300 tokens', chunks: cut(documents, { ...SIZES, target: 300 }) },
    { name: 'chunks up to 750 tokens', chunks: cut(documents, { ...SIZES, target: 750 }) },
  ];
}

function otherRankings(chunks: readonly Chunk[]): Variant[] {
  return [
    { name: 'best passage only', chunks, ranking: { evidence: [1] } },
    {
      name: 'further passages count for rows of words too',
      chunks,
      ranking: { evidenceOfWords: RANKING.evidence },
    },
    { name: 'words standing together count nothing', chunks, ranking: { phrased: 0 } },
    { name: 'words in title and headings count nothing', chunks, ranking: { named: 0 } },
    { name: 'release notes as good as guides', chunks, ranking: { releaseNotes: 1 } },
    { name: 'repetition as good as news', chunks, ranking: { repetition: 1 } },
    { name: 'the order of the index', chunks, ranking: AS_INDEXED },
  ];
}

/** The documents cut anew, as the worker would with other sizes. */
function cut(documents: readonly Document[], sizes: ChunkSizes): Chunk[] {
  return documents.flatMap(({ path, title, url, description, content }) => {
    const front = readFrontMatter(content);
    if ('reason' in front) throw new Error(front.reason);
    const source = front.body.replaceAll('\r\n', '\n');
    const sections = splitSections(parseMarkdown(source), source, front.bodyLine, (target) => target);
    return buildChunks({ path, title, url, description }, sections, sizes);
  });
}

/** Every section as it stands in the file, with the identifiers of the chunks that begin in it. */
function sourceSections(documents: readonly Document[], chunks: readonly Chunk[]): Chunk[] {
  const titles = new Map(documents.map(({ path, title }) => [path, title]));
  return headingSections(documents, 6).map(({ path, url, text }, ordinal) => {
    const made = chunks.filter((chunk) => chunk.path === path && chunk.url === url);
    const breadcrumbs = made[0]?.breadcrumbs ?? [];
    const title = titles.get(path) ?? '';
    const identifiers = made.flatMap((chunk) => chunk.identifiers);
    const heading = breadcrumbs.at(-1) ?? title;
    const place = { id: String(ordinal), path, ordinal, title, heading, breadcrumbs, url };
    return { ...place, text, sections: [], identifiers, tokens: 0, contentHash: '' };
  });
}

function withAddresses({ title, breadcrumbs, text }: Chunk): string {
  return `${[title, ...breadcrumbs].join(' > ')}\n\n${text}`;
}

function wholeTerms(question: string): string[] {
  return [...new Set(wordsOf(question).map((word) => word.toLowerCase()))];
}

function everyTerm(question: string): string[] {
  return [...new Set(wordsOf(question).flatMap((word) => [word.toLowerCase(), ...identifierWords(word)]))];
}
