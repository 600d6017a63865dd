/** The first line of a declaration in a code block of Go. */
const DECLARATION = /^(func|type|const|var)\b/m;

/**
 * Says what a section of a Go file declares: `func New`, `type Flow`, `method (*Flow).Run`, `package flow`.
 * @param heading of the section
 * @param text of the section, which shows its code
 */
export function declarationLabel(heading: string, text: string): string {
  if (heading.startsWith('package ')) return heading;
  if (/^\(?[^,]*\)?\.[\p{L}_]/u.test(heading)) return `method ${heading}`;
  const [, keyword] = DECLARATION.exec(text) ?? [];
  return keyword === undefined ? heading : `${keyword} ${heading}`;
}
