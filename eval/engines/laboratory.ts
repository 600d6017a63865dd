import { PassageStems } from '../../src/server/search/passage-stems.ts';
import { RANKING, type RankingWeights } from '../../src/server/search/rank-documents.ts';
import { searchDocs } from '../../src/server/search/search-docs.ts';
import { Vocabulary } from '../../src/server/search/vocabulary.ts';
import type { Document } from '../../src/shared/domain/document.ts';
import type { Embedder } from '../../src/shared/embedding/embedder.ts';
import type { Engine } from './engine.ts';
import { type MemoryIndexParts, memoryIndex } from './memory-index.ts';

/** The product's search with some of its parts exchanged; what is left out is the product's own. */
export interface Variant extends MemoryIndexParts {
  readonly name: string;
  readonly ranking?: Partial<RankingWeights>;
  readonly spelling?: boolean;
}

/** The product's search over an index in memory; with an embedder it is hybrid. */
export async function laboratory(
  documents: readonly Document[],
  variant: Variant,
  embedder: Embedder | null,
): Promise<Engine> {
  const { ranking = {}, spelling = true } = variant;
  const reader = await memoryIndex(documents, variant, embedder);
  const deps = {
    reader,
    weights: { ...RANKING, ...ranking },
    ...(embedder === null
      ? {}
      : { queryVectors: { vectorFor: (question: string) => vectorOf(question, embedder) } }),
  };
  const snapshot = {
    status: await reader.status(),
    passageStems: new PassageStems(),
    ...(spelling ? { vocabulary: new Vocabulary(reader) } : {}),
  };
  return {
    name: variant.name,
    async search(question) {
      const { documents: found } = await searchDocs(deps, { query: question, maxResults: 10 }, snapshot);
      return found.map(({ path, sections }) => ({
        path,
        sections: sections.map(({ url, snippet }) => ({ url, text: snippet })),
      }));
    },
  };
}

async function vectorOf(question: string, embedder: Embedder): Promise<{ vector: Float32Array }> {
  const [vector] = (await embedder.embed([question])).vectors;
  if (vector === undefined) throw new Error('the embedder gave no vector');
  return { vector };
}
