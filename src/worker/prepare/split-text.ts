import { countTokens as count } from 'gpt-tokenizer/encoding/cl100k_base';

/**
 * Splits a long block into pieces of at most `limit` tokens. It is split at lines, where a code fence is closed and
 * opened again and a table's header is repeated. A line that is too long is split at sentences, then words, then anywhere.
 */
export function splitText(block: string, limit: number): string[] {
  const lines = block.split('\n').flatMap((line) => (tooLong(line, limit) ? splitLine(line, limit) : [line]));
  const header = tableHeader(lines, limit);
  const pieces: string[] = [];
  let piece: string[] = [];
  let size = 0;
  let fence: Fence | null = null;
  const flush = () => {
    if (fence !== null) piece.push(fence.close);
    pieces.push(piece.join('\n'));
    piece = fence !== null ? [fence.open] : [...header];
    size = piece.reduce((sum, line) => sum + lineTokens(line), 0);
  };
  for (const line of lines) {
    const tokens = lineTokens(line);
    const reserve = fence === null ? 0 : 4;
    if (size + tokens + reserve > limit && piece.length > (fence === null ? header.length : 1)) flush();
    piece.push(line);
    size += tokens;
    fence = nextFence(fence, line);
  }
  if (piece.length > 0) pieces.push(piece.join('\n'));
  return pieces.map((text) => text.replace(/^\n+/, '').trimEnd()).filter((text) => text !== '');
}

interface Fence {
  readonly open: string;
  readonly close: string;
}

function nextFence(fence: Fence | null, line: string): Fence | null {
  const [, indent = '', mark] = /^(\s*)(`{3,}|~{3,})/.exec(line) ?? [];
  if (mark === undefined) return fence;
  if (fence === null) return { open: line, close: indent + mark };
  return line.trim().startsWith(fence.close.trim()) && line.trim() === mark ? null : fence;
}

function tableHeader(lines: readonly string[], limit: number): string[] {
  const [first = '', second = ''] = lines;
  const isRule = /^[\s:|-]+$/.test(second) && second.includes('-') && second.includes('|');
  const isTable = isRule && first.includes('|');
  return isTable && lineTokens(first) + lineTokens(second) < limit / 2 ? [first, second] : [];
}

function splitLine(line: string, limit: number): string[] {
  for (const boundary of [/(?<=[.!?;])\s+|(?<=[。！？；])/u, /\s+/u]) {
    const parts = line.split(boundary);
    if (parts.length > 1 && parts.every((part) => !tooLong(part, limit))) return joinParts(parts, ' ', limit);
  }
  const lines: string[] = [];
  let words: string[] = [];
  for (const word of line.split(/\s+/u)) {
    if (tooLong(word, limit)) {
      lines.push(...joinParts(words, ' ', limit), ...joinParts(splitWord(word, limit), '', limit));
      words = [];
    } else {
      words.push(word);
    }
  }
  return [...lines, ...joinParts(words, ' ', limit)];
}

/** Joins neighbouring parts as far as they fit. */
function joinParts(parts: readonly string[], separator: string, limit: number): string[] {
  const lines: string[] = [];
  let line = '';
  let size = 0;
  for (const part of parts) {
    const tokens = lineTokens(part);
    if (line !== '' && size + tokens > limit / 2) {
      lines.push(line);
      line = '';
      size = 0;
    }
    line = line === '' ? part : line + separator + part;
    size += tokens;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** Splits a very long word by characters. A character has at most four tokens. */
function splitWord(word: string, limit: number): string[] {
  const size = Math.max(1, Math.floor(limit / 8));
  const characters = [...word];
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, i) =>
    characters.slice(i * size, (i + 1) * size).join(''),
  );
}

function tooLong(text: string, limit: number): boolean {
  return text.length > limit / 4 && lineTokens(text) > limit / 2;
}

function lineTokens(line: string): number {
  return countTokens(`${line}\n`);
}

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
