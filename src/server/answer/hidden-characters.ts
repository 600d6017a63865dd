/**
 * What no reader sees: control characters but line ends and tabs, half surrogate pairs, and what Unicode calls default
 * ignorable, such as tags, zero-width and bidirectional controls and variation selectors. Pages can hide instructions
 * for a model in them. What an emoji is made of is kept: one selector after a pictograph, a joiner between two.
 * https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
const HIDDEN =
  /(?!(?<=\p{Extended_Pictographic})\uFE0F|(?<=[#*0-9])\uFE0F(?=\u20E3)|(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic}))[[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\uFFF9-\uFFFB]--[\t\n\r\v\f\x85]]/v;
const EVERY_HIDDEN = new RegExp(HIDDEN, 'gv');
/** Every way to end a line. */
const LINE_END = /\r\n|[\r\v\f\x85\u2028\u2029]/g;

/** Texts of ASCII, Chinese and common punctuation alone, which most are, have nothing hidden. Much faster to tell. */
const PLAIN = /^[\t\n\x20-\x7E\u2013-\u201D\u2026\u3001-\u3011\u4E00-\u9FFF\uFF01-\uFF5E]*$/;

/** A text of several lines without hidden characters; all its lines end with `\n`. */
export function cleanText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(LINE_END, '\n').replace(EVERY_HIDDEN, '');
}

/** Words of ASCII with one blank between them, as most titles, names and subjects are. */
const WORDS = /^(?:[!-~]+ )*[!-~]+$/;

/** A text on one line, without hidden characters and runs of blanks. */
export function oneLine(text: string): string {
  if (WORDS.test(text)) return text;
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/** A string as JSON on one line, which stands for exactly that string: hidden characters are escaped. */
export function escapedString(text: string): string {
  const escaped = (found: string) =>
    [...Array(found.length).keys()]
      .map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join('');
  return JSON.stringify(text)
    .replace(EVERY_HIDDEN, escaped)
    .replace(/[\x85\u2028\u2029]/g, escaped);
}

/** The hidden characters of a document. */
export interface HiddenCharacters {
  readonly count: number;
  /** Each kind, the first found first, at most five: its code point as `U+200B`, and the first five lines it is on. */
  readonly kinds: { character: string; lines: number[] }[];
}

const LISTED_KINDS = 5;
const LISTED_LINES = 5;

/**
 * Finds the hidden characters in a part of a text.
 * @param range of the part; lines are counted from 1 at the beginning of the text
 * @returns null if there are none
 */
export function findHidden(
  text: string,
  range: { readonly start: number; readonly end: number },
): HiddenCharacters | null {
  if (PLAIN.test(text)) return null;
  const found = new Map<string, number[]>();
  let count = 0;
  let line = 1;
  let counted = 0;
  const pattern = new RegExp(EVERY_HIDDEN);
  pattern.lastIndex = range.start;
  for (const { 0: character, index } of text.slice(0, range.end).matchAll(pattern)) {
    count += 1;
    const lines = found.get(character) ?? [];
    if (lines.length === LISTED_LINES || (lines.length === 0 && found.size === LISTED_KINDS)) continue;
    for (; counted < index; counted++) if (text.charCodeAt(counted) === 10) line += 1;
    if (lines.at(-1) !== line) lines.push(line);
    found.set(character, lines);
  }
  if (count === 0) return null;
  const kinds = [...found].map(([character, lines]) => ({ character: codePointName(character), lines }));
  return { count, kinds };
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
