import type { RequestLimits } from './embedding-model.ts';

/** A text with its size. */
export interface CountedText {
  readonly text: string;
  readonly tokens: number;
  /** Position among the texts to be embedded. */
  readonly position: number;
}

/** Texts that wait to be embedded, in their order. */
export class TextQueue {
  #waiting: readonly CountedText[];

  constructor(texts: readonly CountedText[]) {
    this.#waiting = texts;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Takes the texts for the next request. A text that is larger than the limits is taken alone. */
  take({ inputs, tokens: limit, tokensPerInput }: RequestLimits): readonly CountedText[] {
    let count = 0;
    let total = 0;
    for (const { tokens } of this.#waiting) {
      total += tokens;
      if (count > 0 && (count >= inputs || total > limit || tokens > tokensPerInput)) break;
      count++;
      if (tokens > tokensPerInput) break;
    }
    const taken = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return taken;
  }

  /** Texts whose request got no answer are the next to be taken. */
  putBack(texts: readonly CountedText[]): void {
    this.#waiting = [...texts, ...this.#waiting];
  }
}

/** A shorter text is not split: its length is not what the endpoint refuses. In UTF-16 code units. */
const SHORTEST_SPLIT = 400;

/** Splits a text near its middle, between two lines, sentences or words if it can. @returns null for a short text */
export function halvesOf({ text, tokens, position }: CountedText): [CountedText, CountedText] | null {
  if (text.length < SHORTEST_SPLIT) return null;
  const at = boundaryNear(text, text.length >> 1);
  const part = (half: string): CountedText => ({
    text: half,
    tokens: Math.ceil((tokens * half.length) / text.length),
    position,
  });
  return [part(text.slice(0, at)), part(text.slice(at))];
}

/** The end of a line, sentence or word in the middle third of a text that is nearest to an offset, or the offset. */
function boundaryNear(text: string, offset: number): number {
  const reach = Math.floor(text.length / 6);
  const middle = text.slice(offset - reach, offset + reach);
  for (const boundary of [/\n+/g, /[.!?。！？]\s*/gu, /\s+/g]) {
    const ends = [...middle.matchAll(boundary)].map(({ index, 0: mark }) => index + mark.length);
    const nearest = ends.sort((a, b) => Math.abs(a - reach) - Math.abs(b - reach))[0];
    if (nearest !== undefined) return offset - reach + nearest;
  }
  const splitsPair = /[\uDC00-\uDFFF]/.test(text[offset] ?? '');
  return splitsPair ? offset + 1 : offset;
}

/**
 * The vector of a text from those of its parts: their mean, weighted by their sizes, with the length that they have on
 * average. https://cookbook.openai.com/examples/embedding_long_inputs
 */
export function meanVector(
  parts: readonly { readonly vector: Float32Array; readonly tokens: number }[],
): Float32Array {
  const total = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  const mean = new Float32Array(parts[0]?.vector.length ?? 0);
  let averageLength = 0;
  for (const { vector, tokens } of parts) {
    const weight = tokens / total;
    averageLength += weight * lengthOf(vector);
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + weight * (vector[i] ?? 0);
  }
  const length = lengthOf(mean);
  // Parts that cancel each other out have no mean direction.
  if (length < 1e-6 * averageLength) return parts[0]?.vector ?? mean;
  return mean.map((value) => (value * averageLength) / length);
}

function lengthOf(vector: Float32Array): number {
  return Math.hypot(...vector);
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
