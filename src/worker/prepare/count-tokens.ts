import { countTokens as count } from 'gpt-tokenizer/encoding/cl100k_base';

/** Longer than any word or line of prose. The tokenizer's time grows with the square of a run's length. */
const MAX_RUN = 256;
const LONG_RUN = new RegExp(`(?<!\\S)\\S{${MAX_RUN + 1}}|(?<!\\s)\\s{${MAX_RUN + 1}}`, 'u');
const PIECES = new RegExp(`\\S{1,${MAX_RUN}}|\\s{1,${MAX_RUN}}`, 'gu');

/**
 * Counts the tokens of a text in cl100k_base, the encoding of the default embedding model. Markers such as
 * `<|endoftext|>` count as plain text. Exact, except that runs of more than 256 characters without a change between
 * space and non-space are split first.
 */
export function countTokens(text: string): number {
  if (!mayHoldLongRun(text) || !LONG_RUN.test(text)) return count(text, PLAIN);
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += count(piece, PLAIN);
  return tokens;
}

/** Returns false if no run can be that long. Much faster than the regular expression. */
function mayHoldLongRun(text: string): boolean {
  let lastSpace = -1;
  let lastOther = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // A character outside of ASCII may be either.
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) lastSpace = i;
    else if (code < 0x80) lastOther = i;
    if (i - lastSpace > MAX_RUN || i - lastOther > MAX_RUN) return true;
  }
  return false;
}

/** Clips a text to at most `limit` tokens, and marks the cut with `…`. */
export function clipToTokens(text: string, limit: number): string {
  if (countTokens(text) <= limit) return text;
  const characters = [...text.slice(0, 8 * limit)];
  let length = characters.length;
  const beginning = () => `${characters.slice(0, length).join('').trimEnd()}…`;
  while (length > 0 && countTokens(beginning()) > limit) length = Math.floor(length * 0.8);
  return beginning();
}

const PLAIN = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };
