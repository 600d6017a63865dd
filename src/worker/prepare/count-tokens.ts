import { countTokens as count } from 'gpt-tokenizer/encoding/cl100k_base';

/** Longer runs than any word or line of prose; the tokenizer's time grows with the square of a run's length. */
const MAX_RUN = 256;
const LONG_RUN = new RegExp(`(?<!\\S)\\S{${MAX_RUN + 1}}|(?<!\\s)\\s{${MAX_RUN + 1}}`, 'u');
const PIECES = new RegExp(`\\S{1,${MAX_RUN}}|\\s{1,${MAX_RUN}}`, 'gu');

/**
 * Size of a text in tokens of cl100k_base, the encoding of the default embedding model; markers such as `<|endoftext|>` count as the text they are. Exact,
 * except that runs of more than 256 characters without a change between space and non-space are cut first.
 */
export function countTokens(text: string): number {
  if (!mayHoldLongRun(text) || !LONG_RUN.test(text)) return count(text, PLAIN);
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += count(piece, PLAIN);
  return tokens;
}

/** False where no run can be that long: asked before the regular expression, in a small part of its time. */
function mayHoldLongRun(text: string): boolean {
  let lastSpace = -1;
  let lastOther = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // What is not ASCII may be either.
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) lastSpace = i;
    else if (code < 0x80) lastOther = i;
    if (i - lastSpace > MAX_RUN || i - lastOther > MAX_RUN) return true;
  }
  return false;
}

/** The beginning of a text, at most `limit` tokens of it, with `…` where it was cut. */
export function clippedTo(text: string, limit: number): string {
  if (countTokens(text) <= limit) return text;
  const characters = [...text.slice(0, 8 * limit)];
  let length = characters.length;
  const beginning = () => `${characters.slice(0, length).join('').trimEnd()}…`;
  while (length > 0 && countTokens(beginning()) > limit) length = Math.floor(length * 0.8);
  return beginning();
}

const PLAIN = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };
