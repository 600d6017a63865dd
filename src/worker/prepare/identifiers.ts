import type { Section } from './sections.ts';

/** More names than a passage is about. */
const MAX_IDENTIFIERS = 200;
const MAX_LENGTH = 120;

/** What may be a name or a path: taken as a whole first, so that no text makes the search slow. */
const CANDIDATE = /[\p{L}\p{N}_][\p{L}\p{N}_./~-]*/gu;
/** What every name of more than one word and every path has. Most words have none of it. */
const TELLING = /[A-Z_/]/;
const IMPORT_PATH = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[\w.~-]+)+$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;
/** Of more than one word: a capital after a small letter, several capitals before one, `_`, or a qualifier. */
const COMPOUND = /[a-z0-9][A-Z]|[A-Z]{2}[a-z]|[A-Za-z0-9]_[A-Za-z0-9]|\.[A-Z]/;

/** Fenced blocks, in a list or quote too, and spans. */
const CODE = /^[ \t>]*(`{3,})([^`\n]*)\n(?:[\s\S]*?\n)??[ \t>]*\1[ \t]*$|`[^`\n]+`/gm;
/** What a block that may be Go says of its language. */
const GO = /^ *(?:(?:go|golang)\b.*)?$/i;
/** In code a name of one word counts where it stands as one: declared, selected, called, or filled. */
const SINGLE =
  /(?:\b(?:type|func) +|[.*&\])])([A-Z][A-Za-z0-9]*)\b|\b([A-Z][A-Za-z0-9]*)(?=[({[])|^`([A-Z][A-Za-z0-9]*)`$/g;

/** The Go identifiers and import paths in a piece of readable Markdown, as written, in order, without repetition. */
export function identifiersIn(text: string): string[] {
  const names = new Set<string>();
  for (const [candidate] of text.matchAll(CANDIDATE)) addNames(candidate, names);
  for (const code of goCode(text)) {
    for (const [, selected, called, whole] of code.matchAll(SINGLE)) {
      names.add(selected ?? called ?? whole ?? '');
    }
  }
  return [...names].filter((name) => name !== '' && name.length <= MAX_LENGTH).slice(0, MAX_IDENTIFIERS);
}

function addNames(candidate: string, names: Set<string>): void {
  if (!TELLING.test(candidate) || candidate.length > 2 * MAX_LENGTH) return;
  const path = candidate.replace(/[./~-]+$/, '');
  if (IMPORT_PATH.test(path)) names.add(path);
  for (const part of path.split(/[/~-]+/)) {
    const name = part.replace(/\.+$/, '');
    if (NAME.test(name) && COMPOUND.test(name)) names.add(name);
  }
}

/** The code in a piece of readable Markdown that may be Go: fenced blocks and spans, comments and strings left out. */
export function goCode(text: string): string[] {
  return [...text.matchAll(CODE)].flatMap(([code, , language = '']) =>
    GO.test(language) ? [withoutComments(code)] : [],
  );
}

/** Code without what is not code: comments, and the insides of strings. */
function withoutComments(code: string): string {
  return code.replace(/\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, '""');
}

const MAX_ENTITIES = 12;
/** Packages of Go's standard library that every page uses and none is about. */
const STANDARD =
  /^(bufio|bytes|context|errors|filepath|fmt|http|io|json|log|math|os|rand|reflect|regexp|sort|strconv|strings|sync|testing|time|url|utf8)\./;
/** What a name's place says of its weight. A name counts once a block. */
const WEIGHTS = { title: 12, heading: 6, declared: 4, mentioned: 1 };
/** Names a page makes up to show how something is done. */
const EXAMPLE = /^(New)?My[A-Z]/;
const DECLARED = /^[ \t]*(?:func(?: *\([^)\n]*\))?|type) +([A-Z][A-Za-z0-9]*)/gm;

/**
 * The Go identifiers a page is about, most telling first: of those in its code the ones it is named after, declares,
 * and uses most. Without qualifiers.
 */
export function entitiesOf(title: string, sections: readonly Section[]): string[] {
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
    .filter(([name]) => inCode.has(name) && !standard.has(name) && !EXAMPLE.test(name))
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MAX_ENTITIES)
    .map(([name]) => name);
}

/** The exported names in a text, without their qualifiers; those of the standard library go to `standard` instead. */
function exportedIn(text: string, standard: Set<string>): Set<string> {
  const exported = new Set<string>();
  for (const name of identifiersIn(text)) {
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (!/^[A-Z][A-Za-z0-9]*$/.test(last) || last === last.toUpperCase()) continue;
    if (STANDARD.test(name)) standard.add(last);
    else exported.add(last);
  }
  return exported;
}
