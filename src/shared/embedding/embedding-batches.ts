import { OperationalError } from '../errors/operational-error.ts';
import type { RequestLimits } from './embedding-model.ts';
import type { TokenCount } from './token-count.ts';

/** Consecutive texts for one request. */
export interface EmbeddingBatch {
  readonly texts: readonly string[];
  readonly tokens: number;
}

/**
 * Splits texts, in order, into requests within the limits.
 * @throws OperationalError `EMBEDDER_INPUT_TOO_LONG` for a text that is too long by itself: nothing is cut silently
 */
export function embeddingBatches(
  texts: readonly string[],
  limits: RequestLimits,
  count: TokenCount,
): EmbeddingBatch[] {
  const batches: EmbeddingBatch[] = [];
  let open: string[] = [];
  let openTokens = 0;
  for (const text of texts) {
    const tokens = count(text);
    if (tokens > limits.tokensPerInput) throw tooLong(text, tokens, limits.tokensPerInput);
    if (open.length > 0 && (open.length >= limits.inputs || openTokens + tokens > limits.tokens)) {
      batches.push({ texts: open, tokens: openTokens });
      open = [];
      openTokens = 0;
    }
    open.push(text);
    openTokens += tokens;
  }
  if (open.length > 0) batches.push({ texts: open, tokens: openTokens });
  return batches;
}

function tooLong(text: string, tokens: number, limit: number): OperationalError {
  return new OperationalError(
    'EMBEDDER_INPUT_TOO_LONG',
    `a text of ${tokens} tokens is over the model's limit of ${limit} (it begins ${JSON.stringify(text.slice(0, 60))}).`,
    'Ask a shorter question; if a document caused this, report it as a bug of the chunker.',
  );
}
