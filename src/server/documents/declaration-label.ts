/**
 * Says what a section of a Go file declares: `func New`, `type Flow`, `method (*Flow).Run`, `const A, B`, `package flow`.
 * @param heading of the section
 * @param text of the section from its beginning; without the code of the declaration, the heading is returned
 */
export function declarationLabel(heading: string, text: string): string {
  if (heading.startsWith('package ')) return heading;
  if (/^[^,]*\)?\.[\p{L}_]/u.test(heading.replace(/\[.*\]/, ''))) return `method ${heading}`;
  const [name = ''] = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(heading) ?? [];
  const declaration = new RegExp(
    `^(?:(func|type|const|var) ${name}(?![\\p{L}\\p{N}_])|(const|var) \\()`,
    'mu',
  );
  const [, alone, group] = name === '' ? [] : (declaration.exec(text) ?? []);
  const keyword = alone ?? group;
  return keyword === undefined ? heading : `${keyword} ${heading}`;
}
