/** More names than a passage is about. */
const MAX_IDENTIFIERS = 200;

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
/** Import paths, qualified names, and names of more than one word. */
const ANYWHERE = new RegExp(
  [
    '(?:[a-z0-9-]+\\.)+[a-z]{2,}(?:/[A-Za-z0-9_.~-]+)+',
    `${NAME}(?:\\.${NAME})+`,
    '[A-Za-z]*[a-z0-9][A-Z][A-Za-z0-9]*',
    '[A-Z]{2,}[a-z][A-Za-z0-9]+',
    '[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+',
  ].join('|'),
  'g',
);
/** In code an exported name of one word counts too. */
const IN_CODE = /\b[A-Z][a-z][A-Za-z0-9]+\b/g;
const CODE = /^(`{3,})[^\n]*\n[\s\S]*?\n\1$|`[^`\n]+`/gm;

/** The Go identifiers in a piece of readable Markdown, as written, in order, without repetition. */
export function identifiersIn(text: string): string[] {
  const names = new Set([...text.matchAll(ANYWHERE)].map(([name]) => name));
  for (const [code] of text.matchAll(CODE)) {
    for (const [name] of code.matchAll(IN_CODE)) names.add(name);
  }
  return [...names].filter((name) => name.length <= 120).slice(0, MAX_IDENTIFIERS);
}
