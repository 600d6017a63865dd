/**
 * Makes the anchors of one document as Hugo does (goldmark with `autoHeadingIDType: github`). An anchor has the letters,
 * digits and `_` of the heading's source line in lower case, `-` for every space and hyphen, and nothing else. Repeated
 * anchors are numbered -1, -2 … in the order of the document. A trailing `{#name}` is the anchor itself.
 * @returns a function to be called once for each heading, in order, with the source line including its markup
 */
export function anchorMaker(): (line: string) => string {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return (line) => {
    const given = /\{ *#([^\s{}]+)[^{}]*\} *$/.exec(line)?.[1];
    if (given !== undefined) {
      taken.add(given);
      return given;
    }
    const base = slug(line) || 'heading';
    let anchor = base;
    let number = next.get(base) ?? 1;
    while (taken.has(anchor)) {
      anchor = `${base}-${number}`;
      number += 1;
    }
    next.set(base, number);
    taken.add(anchor);
    return anchor;
  };
}

function slug(line: string): string {
  return line
    .trim()
    .replace(/[^\p{L}\p{Nd}_\- ]/gu, '')
    .replaceAll(' ', '-')
    .toLowerCase();
}
