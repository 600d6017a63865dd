import { countStems } from './query-match.ts';

/** Tokens of a text, or an estimate. */
export type CountTokens = (text: string) => number;

/** What excerpts of a block of code are made for. */
export interface CodeTarget {
  /** Language of the block as its fence names it; `''` if it names none. */
  readonly language: string;
  /** The most tokens of the excerpt, marks of what is left out excepted. */
  readonly limit: number;
  readonly tokens: CountTokens;
}

export interface CodeExcerpts {
  /** The block is within the limit: every excerpt is all of it. */
  readonly isShort: boolean;
  /** @param stems beginnings of the query's words, in lower case */
  excerptFor(stems: readonly string[]): string;
}

/**
 * Makes excerpts of a block of code: of each the part that has most words of a query. It is cut between statements at
 * the top level of the block. A single one that is too long is cut between the statements of its body, so that it stays
 * closed. A line with `…` counts the lines that are left out.
 * Where the block is split is found out once.
 */
export function codeExcerpts(code: string, target: CodeTarget): CodeExcerpts {
  const lines = code.split('\n');
  const isShort = target.tokens(code) <= target.limit;
  const { begins, ends } = isGo(target.language) ? completeness(lines) : { begins: true, ends: true };
  const splits = { statements: onceEach(splitStatements), body: onceEach(splitBody) };
  return {
    isShort,
    excerptFor: (stems) =>
      [
        ...(begins ? [] : ['// … the beginning is left out']),
        ...(isShort ? lines : cut(lines, { ...target, stems, splits })),
        ...(ends ? [] : ['// … the rest is left out']),
      ].join('\n'),
  };
}

type Lines = readonly string[];

/** One excerpt of a block. */
interface Cut extends CodeTarget {
  readonly stems: readonly string[];
  readonly splits: {
    readonly statements: (lines: Lines, target: CodeTarget) => Statements;
    readonly body: (lines: Lines, target: CodeTarget) => Body;
  };
}

/** @returns the function, which keeps its result for as long as somebody holds the lines */
function onceEach<T>(split: (lines: Lines, target: CodeTarget) => T): typeof split {
  const known = new WeakMap<Lines, T>();
  return (lines, target) => {
    const found = known.get(lines) ?? split(lines, target);
    known.set(lines, found);
    return found;
  };
}

/** Whether a block of Go is all of one, going by its braces: the worker splits those that are too long for a passage. */
function completeness(lines: readonly string[]): { readonly begins: boolean; readonly ends: boolean } {
  let depth = 0;
  let lowest = 0;
  const code = lines
    .join('\n')
    .replace(/`[^`]*`/g, '')
    .split('\n');
  for (const sign of code.map((text) => text.replace(NO_CODE, '')).join('')) {
    if (sign === '{') depth += 1;
    else if (sign === '}') depth -= 1;
    lowest = Math.min(lowest, depth);
  }
  return { begins: lowest === 0, ends: depth === lowest };
}

function cut(lines: Lines, target: Cut): Lines {
  const statements = target.splits.statements(lines, target);
  const { parts, costs } = statements;
  if (parts.length < 2) return openUp(lines, target);
  const { first, last } = bestParts(statements, target);
  const [only = []] = parts.slice(first, last + 1);
  const isTooLong = first === last && (costs[first] ?? 0) > target.limit;
  return [
    ...leftOut(parts.slice(0, first).flat(), target),
    ...(isTooLong ? openUp(only, target) : parts.slice(first, last + 1).flat()),
    ...leftOut(parts.slice(last + 1).flat(), target),
  ];
}

/** A statement with a part of its body, between its first and its last line; without a body, as many lines as fit. */
function openUp(lines: Lines, target: Cut): Lines {
  const { before, body, after, cost } = target.splits.body(lines, target);
  const limit = target.limit - cost;
  if (body.length === 0 || limit < target.limit / 4) return firstLines(lines, target);
  return [...before, ...cut(body, { ...target, limit }), ...after];
}

/** A statement with its body. */
interface Body {
  readonly before: Lines;
  /** Empty if it has none. */
  readonly body: Lines;
  readonly after: Lines;
  /** Tokens of what is before and after. */
  readonly cost: number;
}

function splitBody(lines: Lines, { tokens }: CodeTarget): Body {
  const from = lines.findIndex((text, at) => indentOf(lines[at + 1] ?? '') > indentOf(text) && text !== '');
  if (from === -1) return { before: [], body: [], after: [], cost: 0 };
  const to = lines.findLastIndex((text) => text.trim() !== '');
  const end = CLOSER.test(lines[to] ?? '') ? to : lines.length;
  const [before, body, after] = [lines.slice(0, from + 1), lines.slice(from + 1, end), lines.slice(end)];
  return { before, body, after, cost: tokens([...before, ...after].join('\n')) };
}

function firstLines(lines: Lines, target: CodeTarget): Lines {
  let tokens = 0;
  const cutAt = lines.findIndex((text) => {
    tokens += target.tokens(`${text}\n`);
    return tokens > target.limit;
  });
  const kept = cutAt === -1 ? lines : lines.slice(0, cutAt);
  return [...kept, ...leftOut(lines.slice(kept.length), target)];
}

/** Languages whose comments begin with two slashes; `''` is mostly one of them as well, but need not be. */
const SLASHES =
  /^(?:go|golang|c|c\+\+|cpp|java|javascript|js|ts|typescript|rust|kotlin|swift|proto|protobuf|thrift)$/i;

/** The mark of lines that are left out, as deep as they are. */
function leftOut(lines: readonly string[], { language }: CodeTarget): string[] {
  const written = lines.filter((text) => text.trim() !== '');
  const [first] = written;
  if (first === undefined) return [];
  const indent = first.slice(0, indentOf(first));
  const count = written.length === 1 ? '1 line' : `${written.length} lines`;
  return [`${indent}${SLASHES.test(language) ? '// ' : ''}… ${count} left out`];
}

/** Of all runs of statements that fit, the one with most of the query's words; of several, the first and longest. */
function bestParts(
  { parts, costs, words }: Statements,
  { stems, limit }: Cut,
): { readonly first: number; readonly last: number } {
  let best = { first: 0, last: 0 };
  let most = -1;
  for (const first of parts.keys()) {
    let last = first;
    let total = costs[first] ?? 0;
    while (last + 1 < parts.length && total + (costs[last + 1] ?? 0) <= limit) {
      last += 1;
      total += costs[last] ?? 0;
    }
    const count = countStems(words.slice(first, last + 1).join('\n'), stems);
    if (count > most) {
      best = { first, last };
      most = count;
    }
    if (last === parts.length - 1) break;
  }
  return best;
}

const CLOSER = /^\s*[)\]}]/;
const COMMENT = /^\s*(?:\/\/|#|\*|\/\*|--)/;

/** Code split at its top level. */
interface Statements {
  readonly parts: readonly Lines[];
  /** Tokens of each. */
  readonly costs: readonly number[];
  /** Each as text in lower case. */
  readonly words: readonly string[];
}

/**
 * Splits code at its top level, each part with the comment above it. In Go that is where no bracket is open; in any
 * other language a line with the least indentation that follows a blank line.
 */
function splitStatements(lines: Lines, { language, tokens }: CodeTarget): Statements {
  const least = Math.min(...lines.filter((text) => text.trim() !== '').map(indentOf));
  const depths = isGo(language) ? openBrackets(lines) : [];
  const starts = lines.flatMap((text, at) => {
    const before = lines[at - 1]?.trim() ?? '';
    const isBorder = text.trim() !== '' && indentOf(text) <= least && !CLOSER.test(text);
    if (at === 0 || !isBorder || (before !== '' && COMMENT.test(before))) return [];
    return (isGo(language) ? depths[at] === 0 && !/[.,(=+&|]$/.test(before) : before === '') ? [at] : [];
  });
  const borders = [0, ...starts, lines.length];
  const parts = borders.slice(1).map((end, at) => lines.slice(borders[at], end));
  const texts = parts.map((part) => part.join('\n'));
  return { parts, costs: texts.map(tokens), words: texts.map((text) => text.toLowerCase()) };
}

function isGo(language: string): boolean {
  return /^go(?:lang)?$/i.test(language);
}

/**
 * Strings, characters and comments of a line of Go, but for a raw string that is not closed on it. Others that are not
 * closed take the rest of the line: to look for the end of each of many such strings would take quadratic time.
 */
const NO_CODE =
  /"(?:[^"\\]|\\(?:.|$))*(?:"|$)|'(?:[^'\\]|\\(?:.|$))*(?:'|$)|`[^`]*`|\/\/.*|\/\*.*?(?:\*\/|$)/g;

/** How many brackets of Go are open at the beginning of each line; within a raw string, infinitely many. */
function openBrackets(lines: readonly string[]): readonly number[] {
  let depth = 0;
  let isRaw = false;
  return lines.map((text) => {
    const atStart = isRaw ? Number.POSITIVE_INFINITY : depth;
    let rest = text;
    if (isRaw) {
      const end = rest.indexOf('`');
      if (end === -1) return atStart;
      rest = rest.slice(end + 1);
    }
    const code = rest.replace(NO_CODE, '');
    const raw = code.indexOf('`');
    isRaw = raw !== -1;
    for (const sign of isRaw ? code.slice(0, raw) : code) {
      if ('([{'.includes(sign)) depth += 1;
      else if (')]}'.includes(sign)) depth = Math.max(0, depth - 1);
    }
    return atStart;
  });
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
