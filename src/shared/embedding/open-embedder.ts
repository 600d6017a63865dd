import type { z } from 'zod';
import type { Clock, Delay } from '../clock.ts';
import type { embeddingVariables } from '../config/variables.ts';
import type { Embedder } from './embedder.ts';
import { embeddingModel } from './embedding-model.ts';

export type EmbeddingConfig = z.output<typeof embeddingVariables>;

/**
 * The embedder a configuration asks for. Its SDK is loaded with the first text: most runs of the worker embed none.
 * @returns null with neither key nor base URL: the index and the search are lexical
 * @throws OperationalError `CONFIG_INVALID` for a model we do not know without `EMBEDDING_DIMENSIONS`
 */
export function openEmbedder(
  config: EmbeddingConfig,
  deps: { readonly clock: Clock; readonly delay: Delay },
): Embedder | null {
  if (config.OPENAI_API_KEY === undefined && config.OPENAI_BASE_URL === undefined) return null;
  const options = {
    apiKey: config.OPENAI_API_KEY,
    baseUrl: config.OPENAI_BASE_URL,
    model: config.EMBEDDING_MODEL,
    dimensions: config.EMBEDDING_DIMENSIONS,
    ...deps,
  };
  const { name, dimensions } = embeddingModel(options.model, options.dimensions);
  let embedder: Promise<Embedder> | null = null;
  return {
    model: name,
    dimensions,
    async embed(texts, signal) {
      embedder ??= import('./openai-embedder.ts').then(({ OpenAIEmbedder }) => new OpenAIEmbedder(options));
      return (await embedder).embed(texts, signal);
    },
  };
}
