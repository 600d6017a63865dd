import type { Nodes, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { visit } from 'unist-util-visit';
import { ParserBudget } from './parser-budget.ts';

/** A longer text is parsed in parts of about this many characters, because the parser's time grows faster than the text. */
const PART_CHARACTERS = 100_000;

/**
 * Parses GitHub-flavoured Markdown into a tree whose nodes have their positions in the text. Of the GFM extensions only
 * tables are parsed; bare links, task boxes and footnotes read the same as they are written. A long text is split
 * between blocks. The only difference is a reference link whose definition is in another part: it stays as written.
 * @throws TooComplex for a text that would take hours to parse
 */
export function parseMarkdown(text: string, part = PART_CHARACTERS): Root {
  const children: RootContent[] = [];
  const budget = new ParserBudget(text.length);
  let from = 0;
  while (from < text.length) {
    const { nodes, to } = nextPart(text, from, part, budget);
    for (const node of nodes) children.push(node);
    from = to;
  }
  return { type: 'root', children };
}

/** Parses at least `atLeast` characters from the line at `from`. The last block, which may continue, is left to the next part. */
function nextPart(
  text: string,
  from: number,
  atLeast: number,
  budget: ParserBudget,
): { nodes: RootContent[]; to: number } {
  for (let size = atLeast; ; size *= 2) {
    const lineEnd = text.indexOf('\n', from + size);
    if (lineEnd === -1) return { nodes: parsed(text.slice(from), from, budget), to: text.length };
    const nodes = parsed(text.slice(from, lineEnd), from, budget);
    for (let last = nodes.length - 1; last > 0; last--) {
      const lineStart = text.lastIndexOf('\n', spanOf(nodes[last] as RootContent).start) + 1;
      // A blank line ends every construct that spans lines, including a definition whose title is on the next line.
      const isAfterBlankLine = text.startsWith('\n\n', lineStart - 2);
      if (isAfterBlankLine && lineStart >= spanOf(nodes[last - 1] as RootContent).end) {
        return { nodes: nodes.slice(0, last), to: lineStart };
      }
    }
  }
}

/** @param from offset of the text in the whole document */
function parsed(text: string, from: number, budget: ParserBudget): RootContent[] {
  budget.spend(text);
  const tree = fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  if (from > 0) {
    visit(tree, ({ position }) => {
      for (const point of [position?.start, position?.end]) {
        if (point?.offset !== undefined) point.offset += from;
      }
    });
  }
  return tree.children;
}

/** The position of a node in the text. Nodes that the parser adds have an empty span. */
export function spanOf(node: Nodes): { start: number; end: number } {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}
