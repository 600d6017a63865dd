import type { Clock, Delay } from '../clock.ts';
import type { EmbeddingConfig } from '../config/settings.ts';
import type { Embedder } from './embedder.ts';
import { embeddingModel } from './embedding-model.ts';
import { WordVectors } from './word-vectors.ts';

/**
 * Opens the configured embedder. What it needs is loaded with the first text, because most runs of the worker embed none.
 * @returns null if none is configured: the index and the search are lexical
 * @throws OperationalError `CONFIG_INVALID` for an unknown model without dimensions
 */
export function openEmbedder(
  config: EmbeddingConfig | null,
  deps: { readonly clock: Clock; readonly delay: Delay },
): Embedder | null {
  if (config === null) return null;
  if (config.kind === 'words') return new WordVectors();
  const options = {
    ...config.endpoint,
    model: config.model,
    dimensions: config.dimensions,
    prefix: config.documentPrefix,
    batchSize: config.batchSize,
    maxTokens: config.maxTokens,
    ...deps,
  };
  const { name, dimensions } = embeddingModel(options.model, options.dimensions);
  let opened: Embedder | null = null;
  return {
    model: name,
    dimensions,
    documentPrefix: config.documentPrefix,
    maxTokens: config.maxTokens,
    get requests() {
      return opened?.requests ?? 0;
    },
    async embed(texts, signal) {
      const { OpenAIEmbedder } = await import('./openai-embedder.ts');
      opened ??= new OpenAIEmbedder(options);
      return opened.embed(texts, signal);
    },
  };
}
