import type { Nodes, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { visit } from 'unist-util-visit';
import { ParserBudget } from './parser-budget.ts';

/** Longer texts are parsed in parts of about so many characters: the parser's time grows faster than a text. */
const PART = 100_000;

/**
 * GitHub-flavoured Markdown as a tree whose nodes know where they stand in the text. Of the GFM extensions those
 * that change what is a block or a mark; bare links, task boxes and footnotes read the same as they are written.
 * A long text is cut between blocks, so that only a link by reference can tell: one whose definition stands in another
 * part reads as it is written.
 * @throws TooComplex for a text made to be parsed for hours
 */
export function parseMarkdown(text: string, part = PART): Root {
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

/** Parses on from a line for some characters at least, and leaves the last block, which may go on, to the next part. */
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
      // Whatever goes on over several lines, a blank one ends it: a definition too, whose title may be on the next.
      const isAfterBlankLine = text.startsWith('\n\n', lineStart - 2);
      if (isAfterBlankLine && lineStart >= spanOf(nodes[last - 1] as RootContent).end) {
        return { nodes: nodes.slice(0, last), to: lineStart };
      }
    }
  }
}

/** @param from where the text begins in the whole */
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

/** Where a node stands in the text it was parsed from; an empty span for the nodes a parser makes up. */
export function spanOf(node: Nodes): { start: number; end: number } {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}
