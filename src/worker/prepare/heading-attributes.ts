/** A heading's line split into its text and the attributes at its end. */
export interface AttributedLine {
  readonly text: string;
  /** The attributes as written, with the white space before them; `''` if there are none. */
  readonly attributes: string;
  /** The anchor that they give; null if they give none. */
  readonly id: string | null;
}

/**
 * One attribute as goldmark reads it: `#id`, `.class` or `name=value`, and perhaps a comma. Values that are lists or
 * attributes themselves are not read.
 */
const ATTRIBUTE =
  /\s*(?:([#.])((?:[^\s!-/:-@[-`{-~]|[_:.-])*)|([A-Za-z_:][\w:.-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([+-]?\d[\d.eE+-]*|[A-Za-z_:][\w:.-]*)))\s*,?\s*/y;

/** Splits the last line of a heading: `Setup {#id}`, `Setup {.class #id}`, `Setup {id="x"}`. */
export function splitAttributes(line: string): AttributedLine {
  for (let at = line.indexOf('{'); at !== -1; at = line.indexOf('{', at + 1)) {
    if (isEscaped(line, at)) continue;
    const read = readAttributes(line, at + 1);
    if (read === null) continue;
    // Number signs that close a heading stand before its attributes.
    const text = line
      .slice(0, at)
      .trimEnd()
      .replace(/(?:^|(?<=\s))#+$/, '')
      .trimEnd();
    return { text, attributes: line.slice(text.length), id: read.id };
  }
  return { text: line, attributes: '', id: null };
}

/** Reads the attributes after a brace. Returns null unless they end with the line. */
function readAttributes(line: string, from: number): { readonly id: string | null } | null {
  let id: string | null = null;
  ATTRIBUTE.lastIndex = from;
  for (let at = from; ; at = ATTRIBUTE.lastIndex) {
    if (line[at] === '}') return line.slice(at + 1).trim() === '' ? { id } : null;
    const [, mark, name, key, text, word] = ATTRIBUTE.exec(line) ?? [];
    if (mark === undefined && key === undefined) return null;
    if (mark === '#') id = name ?? '';
    if (key === 'id') id = text?.replace(/\\(["/\\])/g, '$1') ?? word ?? '';
  }
}

function isEscaped(line: string, at: number): boolean {
  let backslashes = 0;
  while (line[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
