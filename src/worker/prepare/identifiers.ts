import type { Section } from './format.ts';

/** A passage is about fewer names. */
export const MAX_IDENTIFIERS = 200;
const MAX_LENGTH = 120;

/** What may be a name or a path. It is matched as a whole first, which is linear in the text. */
const CANDIDATE = /[\p{L}\p{N}_][\p{L}\p{N}_./~-]*/gu;
/** Every path and every name of more than one word has one of these. Most words have none. */
const MAY_BE_NAME = /[A-Z_/]/;
const IMPORT_PATH = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[\w.~-]+)+$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;
/** A name of more than one word: a capital after a small letter, several capitals, `_`, or a qualifier. */
const COMPOUND = /[a-z0-9][A-Z]|[A-Z]{2}[a-z]|[A-Za-z0-9]_[A-Za-z0-9]|\.[A-Z]/;

/** A line that opens a fenced block, or closes it if nothing follows the fence; also in a list or quote. */
const FENCE = /^[ \t>]*(`{3,})([^`]*)$/;
const SPAN = /`[^`\n]+`/g;
/** The language of a fenced block that may be Go. */
const GO = /^ *(?:(?:go|golang)\b.*)?$/i;
/** In code, a name of one word counts where it is declared, selected, called or filled. */
const SINGLE_WORD_NAME =
  /(?:\b(?:type|func) +|[.*&\])])([A-Z][A-Za-z0-9]*)\b|\b([A-Z][A-Za-z0-9]*)(?=[({[])|^`([A-Z][A-Za-z0-9]*)`$/g;

/** Finds the Go identifiers and import paths in readable Markdown, as written, in order, each once. */
export function findIdentifiers(text: string): string[] {
  const names = new Set<string>();
  for (const [candidate] of text.matchAll(CANDIDATE)) addNames(candidate, names);
  for (const code of goCode(text)) {
    for (const [, selected, called, whole] of code.matchAll(SINGLE_WORD_NAME)) {
      names.add(selected ?? called ?? whole ?? '');
    }
  }
  return [...names].filter((name) => name !== '' && name.length <= MAX_LENGTH).slice(0, MAX_IDENTIFIERS);
}

function addNames(candidate: string, names: Set<string>): void {
  if (!MAY_BE_NAME.test(candidate) || candidate.length > 2 * MAX_LENGTH) return;
  const path = candidate.replace(/[./~-]+$/, '');
  if (IMPORT_PATH.test(path)) names.add(path);
  for (const part of path.split(/[/~-]+/)) {
    const name = part.replace(/\.+$/, '');
    if (NAME.test(name) && COMPOUND.test(name)) names.add(name);
  }
}

/** Finds the code in readable Markdown that may be Go: fenced blocks and spans, without comments and strings. */
export function goCode(text: string): string[] {
  const lines = text.split('\n');
  const endOf = fenceEnds(lines);
  const found: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const [, fence, language = ''] = FENCE.exec(line) ?? [];
    const end = fence === undefined ? undefined : endOf(fence.length, i);
    if (end === undefined) {
      for (const [span] of line.matchAll(SPAN)) found.push(withoutComments(span));
    } else {
      if (GO.test(language)) found.push(withoutComments(lines.slice(i, end + 1).join('\n')));
      i = end;
    }
  }
  return found;
}

/** Returns a function that finds the next line that closes a fence. It is to be asked for lines in ascending order. */
function fenceEnds(lines: readonly string[]): (length: number, from: number) => number | undefined {
  const ends = new Map<number, number[]>();
  for (let i = lines.length - 1; i >= 0; i--) {
    const [, fence, rest = ''] = FENCE.exec(lines[i] ?? '') ?? [];
    if (fence === undefined || !/^[ \t]*$/.test(rest)) continue;
    const sameLength = ends.get(fence.length) ?? [];
    sameLength.push(i);
    ends.set(fence.length, sameLength);
  }
  return (length, from) => {
    const sameLength = ends.get(length) ?? [];
    while ((sameLength.at(-1) ?? Number.POSITIVE_INFINITY) <= from) sameLength.pop();
    return sameLength.at(-1);
  };
}

/**
 * Removes comments and the contents of strings from code. A string that its line does not close stays, and is matched as a
 * whole, so that no later quote of the line is tried.
 */
function withoutComments(code: string): string {
  return code.replace(/\/\/[^\n]*|"(?:[^"\\\n]|\\.)*("?)/g, (match, end?: string) =>
    end === '' ? match.replace(/\/\/[^\n]*/, '""') : '""',
  );
}

const MAX_ENTITIES = 12;
/** Packages of Go's standard library, which every document uses and no document is about. */
const STANDARD_PACKAGE =
  /^(bufio|bytes|context|errors|filepath|fmt|http|io|json|log|math|os|rand|reflect|regexp|sort|strconv|strings|sync|testing|time|url|utf8)\./;
/** Weights of a name by where it occurs. A name counts once in a block. */
const WEIGHTS = { title: 12, heading: 6, declared: 4, mentioned: 1 };
/** Names that an example makes up. */
const EXAMPLE_NAME = /^(New)?My[A-Z]/;
const DECLARED = /^[ \t]*(?:func(?: *\([^)\n]*\))?|type) +([A-Z][A-Za-z0-9]*)/gm;

/**
 * Finds the Go identifiers that a document is about, the most important first: of those in its code, the ones in its
 * title and headings, then those that it declares and uses most. Without qualifiers.
 */
export function findEntities(title: string, sections: readonly Section[]): string[] {
  const weights = new Map<string, number>();
  const standard = new Set<string>();
  const inCode = new Set<string>();
  const count = (names: Iterable<string>, weight: number) => {
    for (const name of names) weights.set(name, (weights.get(name) ?? 0) + weight);
  };
  count(exportedIn(title, standard), WEIGHTS.title);
  for (const section of sections) {
    count(exportedIn(section.heading?.text ?? '', standard), WEIGHTS.heading);
    for (const block of section.blocks) {
      for (const code of goCode(block)) {
        for (const [word] of code.matchAll(/[A-Z][A-Za-z0-9]*/g)) inCode.add(word);
      }
      count(exportedIn(block, standard), WEIGHTS.mentioned);
      count(new Set([...block.matchAll(DECLARED)].map(([, name]) => name ?? '')), WEIGHTS.declared);
    }
  }
  return [...weights]
    .filter(([name]) => inCode.has(name) && !standard.has(name) && !EXAMPLE_NAME.test(name))
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MAX_ENTITIES)
    .map(([name]) => name);
}

/** Finds the exported names in a text, without qualifiers. Those of the standard library are added to `standard` instead. */
function exportedIn(text: string, standard: Set<string>): Set<string> {
  const exported = new Set<string>();
  for (const name of findIdentifiers(text)) {
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (!/^[A-Z][A-Za-z0-9]*$/.test(last) || last === last.toUpperCase()) continue;
    if (STANDARD_PACKAGE.test(name)) standard.add(last);
    else exported.add(last);
  }
  return exported;
}
