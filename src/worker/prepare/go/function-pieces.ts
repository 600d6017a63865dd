import type { Node } from 'web-tree-sitter';
import { countTokens } from '../split-text.ts';

/** A whole function fits a chunk with its headings and a comment of usual length. */
const WHOLE_TOKENS = 600;
/** A longer function is cut into pieces of this size, each large enough for a chunk of its own. */
const PIECE_TOKENS = 400;

/** A function with its body: whole, or cut between statements where it is too long for a chunk. */
export function functionPieces(node: Node, source: string): string[] {
  const code = source.slice(node.startIndex, node.endIndex);
  const body = node.childForFieldName('body');
  if (body === null || countTokens(code) <= WHOLE_TOKENS) return [code];
  const firstRow = node.startPosition.row;
  const lines = code.split('\n');
  const depths = statementDepths(body, firstRow);
  const pieces: string[] = [];
  let start = 0;
  while (start < lines.length) {
    const end = pieceEnd(lines, depths, start);
    pieces.push(lines.slice(start, end).join('\n').trimEnd());
    start = end;
  }
  return pieces;
}

/** The line after a piece: where the least nested statement of its second half begins. */
function pieceEnd(lines: readonly string[], depths: ReadonlyMap<number, number>, start: number): number {
  let tokens = 0;
  let best: { readonly line: number; readonly depth: number } | null = null;
  for (let line = start; line < lines.length; line++) {
    const depth = depths.get(line);
    const isAllowed = depth !== undefined && tokens > PIECE_TOKENS / 2;
    if (isAllowed && (best === null || depth <= best.depth)) best = { line, depth };
    tokens += countTokens(`${lines[line] ?? ''}\n`);
    if (tokens > PIECE_TOKENS && best !== null) return best.line;
  }
  return lines.length;
}

/** Line of the function → depth of the statement that begins there, its comments included. */
function statementDepths(body: Node, firstRow: number): Map<number, number> {
  const depths = new Map<number, number>();
  for (const list of [
    body,
    ...body.descendantsOfType(['block', 'statement_list', 'expression_case', 'literal_value']),
  ]) {
    let commentEnd = -1;
    for (const child of list.namedChildren) {
      const row = child.startPosition.row;
      const isFree = child.type !== 'statement_list' && child.type !== 'block';
      const line = row - firstRow;
      if (isFree && row !== commentEnd + 1 && !depths.has(line)) depths.set(line, child.startPosition.column);
      if (child.type === 'comment') commentEnd = child.endPosition.row;
    }
  }
  return depths;
}
