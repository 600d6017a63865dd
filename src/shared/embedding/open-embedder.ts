import type { Clock, Delay } from '../clock.ts';
import type { EmbeddingConfig } from '../config/settings.ts';
import type { Embedder } from './embedder.ts';
import { embeddingModel } from './embedding-model.ts';

/**
 * The embedder a configuration asks for. Its SDK is loaded with the first text: most runs of the worker embed none.
 * @returns null with neither key nor base URL: the index and the search are lexical
 * @throws OperationalError `CONFIG_INVALID` for a model we do not know without `EMBEDDING_DIMENSIONS`
 */
export function openEmbedder(
  config: EmbeddingConfig | null,
  deps: { readonly clock: Clock; readonly delay: Delay },
): Embedder | null {
  if (config === null) return null;
  const options = {
    ...config.endpoint,
    model: config.model,
    dimensions: config.dimensions,
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
