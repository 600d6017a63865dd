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
