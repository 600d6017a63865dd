import type { GoFile } from './go-file.ts';
import type { LineRange } from './go-tree.ts';

/** Starts a declaration in Go as gofmt writes it. */
const DECLARATION = /^(?:func|type|const|var|import|package)\b/;

/**
 * Reads every declaration on its own, because text that is not Go may keep the parser from reading all that follows. What
 * is read is put together as if it were read at once.
 */
export function readByParts(source: string, read: (part: string) => GoFile): GoFile {
  let lines = 0;
  const files = splitAtDeclarations(source).map((part) => {
    const file = moved(read(part), lines);
    lines += part.split('\n').length - 1;
    return file;
  });
  const named = files.find(({ packageName }) => packageName !== '') ?? files[0];
  if (named === undefined) return read(source);
  return {
    ...named,
    imports: files.flatMap(({ imports }) => imports),
    declarations: files.flatMap(({ declarations }) => declarations),
    hasErrors: files.some(({ hasErrors }) => hasErrors),
  };
}

function moved(file: GoFile, by: number): GoFile {
  const down = <T extends LineRange>(range: T): T => ({
    ...range,
    first: range.first + by,
    last: range.last + by,
  });
  const declarations = file.declarations.map((one) => ({ ...down(one), names: one.names.map(down) }));
  return { ...file, clause: down(file.clause), declarations };
}

/** Splits a text before every line that starts a declaration, and before the comment above it. */
export function splitAtDeclarations(source: string): string[] {
  const lines = source.split(/(?<=\n)/);
  const parts: string[] = [];
  let start = 0;
  for (const [at, line] of lines.entries()) {
    if (!DECLARATION.test(line)) continue;
    const end = commentStart(lines, start, at);
    if (end === start) continue;
    parts.push(lines.slice(start, end).join(''));
    start = end;
  }
  parts.push(lines.slice(start).join(''));
  return parts;
}

/** The first line of the comments directly above a line. */
function commentStart(lines: readonly string[], from: number, below: number): number {
  let start = below;
  while (start > from) {
    const above = lines[start - 1] ?? '';
    const comment = above.startsWith('//') ? start - 1 : blockStart(lines, from, start - 1);
    if (comment === null) break;
    start = comment;
  }
  return start;
}

/** The line on which the block comment begins that ends on the line `last`. */
function blockStart(lines: readonly string[], from: number, last: number): number | null {
  if (!/\*\/\s*$/.test(lines[last] ?? '')) return null;
  for (let start = last; start >= from; start--) if (lines[start]?.startsWith('/*')) return start;
  return null;
}
