import { OperationalError } from '../operational-error.ts';
import type { RequestLimits } from './embedding-model.ts';

/** Consecutive texts for one request. */
export interface EmbeddingBatch {
  readonly texts: readonly string[];
  readonly tokens: number;
}

/**
 * Splits texts, in order, into requests within the limits.
 * @throws OperationalError `EMBEDDER_INPUT_TOO_LONG` for a text that exceeds the limit: no text is truncated silently
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
    `a text of ${tokens} tokens exceeds the model's limit of ${limit} (it begins with ${JSON.stringify(text.slice(0, 60))}).`,
    'Shorten the query. If a document caused this, report it as a bug of the chunker.',
  );
}

/** Counts the tokens of a text. */
export type TokenCount = (text: string) => number;

/**
 * Loads OpenAI's tokenizer for its embedding models (cl100k_base). Its table is large, so it is loaded when first needed.
 * Markers such as `<|endoftext|>` in a document count as plain text.
 */
export async function loadTokenCount(): Promise<TokenCount> {
  const { countTokens } = await import('gpt-tokenizer/encoding/cl100k_base');
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => countTokens(text, options);
}

/** Upper bound of a text's tokens: every token of a byte-pair encoding stands for at least one UTF-8 byte. */
export function tokenCeiling(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
