/** Counts the tokens of a text. */
export type TokenCount = (text: string) => number;

/**
 * OpenAI's tokenizer for its embedding models (cl100k_base), loaded when first needed because its table is large.
 * Marks such as `<|endoftext|>` in a document are text like any other.
 */
export async function loadTokenCount(): Promise<TokenCount> {
  const { countTokens } = await import('gpt-tokenizer/encoding/cl100k_base');
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => countTokens(text, options);
}

/** A text has at most as many tokens as UTF-8 bytes: every token of a byte-pair encoding stands for one or more. */
export function tokenCeiling(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
