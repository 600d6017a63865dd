import { fenced } from '../markdown-tree.ts';

/** `//go:generate`, `//nolint:x`, `//export F` and other comments for tools, which are no documentation. */
const DIRECTIVE = /^\/\/(?:line |extern |export |[a-z0-9]+:[a-z0-9])/;
const LIST_ITEM = /^[ \t]*(?:[-*+•]|(\d{1,9})[.)])[ \t]+(?=\S)/;
const FENCE = /^[ \t]*(`{3,}|~{3,})/;
const LINK_DEFINITION = /^\[([^\][]+)\]:[ \t]+(\S+)[ \t]*$/;
/** A name in brackets that is no index expression and no link: `[Name]`, `[*Graph.Compile]`, `[io.Reader]`. */
const DOC_LINK =
  /(?<![\w\])`}])\[(\*?(?:[\w.-]+\/)*(?:[a-z]\w*\.)?[A-Z]\w*(?:\.[A-Z]\w*)?|(?:[\w.-]+\/)+\w+)\](?![([:`\w])/g;
const LINK = /(?<![\w\])`}])\[([^\][\n]+)\](?![([:`])/g;

/** The text of adjacent comments as written, without the marks of comments and without directives. */
export function commentText(comments: readonly string[]): string {
  return comments
    .filter((comment) => !DIRECTIVE.test(comment))
    .map((comment) => (comment.startsWith('/*') ? blockText(comment) : comment.slice(2).replace(/^ /, '')))
    .join('\n');
}

/** The lines of a block comment, without the indentation that all but the first have in common. */
function blockText(comment: string): string {
  const [first = '', ...rest] = comment.replace(/^\/\*/, '').replace(/\*\/$/, '').split('\n');
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const common = indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  return [first.trim(), ...rest.map((line) => line.slice(Math.min(common, line.length)))].join('\n').trim();
}

/**
 * Turns the text of a Go doc comment into blocks of Markdown (https://go.dev/doc/comment): paragraphs, headings, lists
 * and code. Lines are not joined, because comments that ignore the syntax rely on them. A paragraph that begins with
 * `Deprecated:` is marked by bold type.
 */
export function docBlocks(text: string): string[] {
  const { lines, targets } = withoutDefinitions(text.split('\n'));
  return splitBlocks(lines).map((block) => {
    if (block.kind === 'code') return fenced(withoutIndent(block.lines).join('\n'), '');
    if (block.kind === 'fence') return closedFence(block.lines);
    if (block.kind === 'list') return listItems(block.lines, targets);
    const [first = ''] = block.lines;
    const heading = block.lines.length === 1 ? /^# +(\S.*)$/.exec(first)?.[1] : undefined;
    if (heading !== undefined) return `**${heading.trim()}**`;
    return withLinks(block.lines.join('\n'), targets).replace(/^Deprecated:/, '**Deprecated:**');
  });
}

/** Whether a doc comment has a paragraph that begins with `Deprecated:` (https://go.dev/wiki/Deprecated). */
export function saysDeprecated(text: string): boolean {
  if (!text.includes('Deprecated:')) return false;
  return splitBlocks(text.split('\n')).some(
    ({ kind, lines: [first = ''] }) => kind === 'text' && first.startsWith('Deprecated:'),
  );
}

type Lines = readonly string[];
interface Block {
  readonly kind: 'text' | 'list' | 'code' | 'fence';
  readonly lines: Lines;
}

/** Separates the definitions `[text]: address` whose text is used from the other lines. */
function withoutDefinitions(lines: Lines): { lines: Lines; targets: ReadonlyMap<string, string> } {
  const used = new Set([...lines.join('\n').matchAll(LINK)].map(([, name = '']) => name));
  const targets = new Map<string, string>();
  const others = lines.filter((line) => {
    const [, name = '', target = ''] = LINK_DEFINITION.exec(line) ?? [];
    if (!used.has(name) || targets.has(name)) return true;
    targets.set(name, target);
    return false;
  });
  return { lines: others, targets };
}

function splitBlocks(lines: Lines): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at += 1;
      continue;
    }
    const kind = kindOf(line);
    const end = blockEnd(lines, at, kind);
    blocks.push({ kind, lines: lines.slice(at, end) });
    at = end;
  }
  return blocks;
}

function kindOf(line: string): Block['kind'] {
  if (FENCE.test(line)) return 'fence';
  if (!/^[ \t]/.test(line)) return 'text';
  return LIST_ITEM.test(line) ? 'list' : 'code';
}

/** The line after a block. Code and lists go on over blank lines as long as they are indented. */
function blockEnd(lines: Lines, start: number, kind: Block['kind']): number {
  let end = start + 1;
  if (kind === 'fence') {
    const mark = FENCE.exec(lines[start] ?? '')?.[1] ?? '';
    while (end < lines.length && !lines[end]?.trim().startsWith(mark)) end += 1;
    return Math.min(end + 1, lines.length);
  }
  if (kind === 'text') {
    while (end < lines.length && kindOf(lines[end] ?? '') === 'text' && lines[end]?.trim() !== '') end += 1;
    return end;
  }
  for (let next = end; next < lines.length; next++) {
    const line = lines[next] ?? '';
    if (line.trim() === '') continue;
    if (!/^[ \t]/.test(line)) break;
    end = next + 1;
  }
  return end;
}

function closedFence(lines: Lines): string {
  const own = withoutIndent(lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1));
  const mark = FENCE.exec(own[0] ?? '')?.[1] ?? '';
  const isClosed = own.length > 1 && own.at(-1)?.trim().startsWith(mark);
  return [...own, ...(isClosed ? [] : [mark])].join('\n');
}

function listItems(lines: Lines, targets: ReadonlyMap<string, string>): string {
  const items = withoutIndent(lines).flatMap((line) => {
    const [mark, number] = LIST_ITEM.exec(line) ?? [];
    if (line.trim() === '') return [];
    if (mark === undefined) return [`  ${line.trim()}`];
    return [`${number === undefined ? '-' : `${number}.`} ${line.slice(mark.length)}`];
  });
  return withLinks(items.join('\n'), targets);
}

function withoutIndent(lines: Lines): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const common = indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  return lines.map((line) => line.slice(Math.min(common, line.length)).trimEnd());
}

/** Renders links to names as code, and links with a definition as links. */
function withLinks(text: string, targets: ReadonlyMap<string, string>): string {
  return text
    .replace(LINK, (whole, name: string) => {
      const target = targets.get(name);
      return target === undefined ? whole : `${whole}(${target})`;
    })
    .replace(DOC_LINK, '`$1`');
}
