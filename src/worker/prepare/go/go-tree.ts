import type { Node } from 'web-tree-sitter';
import { TooComplex } from '../parser-budget.ts';
import { commentText } from './doc-comment.ts';

/** Lines of a file, counted from 1, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** What a file is shown as: the API of a package, or a program with the bodies of its functions. */
export type Use = 'api' | 'program';

/** A node of the tree with the comments directly before it. */
export interface Documented {
  readonly node: Node;
  readonly comments: readonly Node[];
}

/** Each takes a kilobyte of memory. The largest group of Go's standard library has 1,900. */
const MAX_CHILDREN = 20_000;

/** The named children of a node, each with the comments that end on the line before it. */
export function* withComments(parent: Node): Generator<Documented> {
  limitChildren(parent);
  let comments: Node[] = [];
  let previousEnd = -1;
  for (const node of parent.namedChildren) {
    const last = comments.at(-1);
    if (last !== undefined && node.startPosition.row > last.endPosition.row + 1) comments = [];
    if (node.type !== 'comment') {
      yield { node, comments };
      comments = [];
      previousEnd = node.endPosition.row;
    } else if (node.startPosition.row > previousEnd) {
      comments.push(node);
    }
  }
}

function limitChildren({ namedChildCount }: Node): void {
  if (namedChildCount > MAX_CHILDREN) {
    throw new TooComplex(`more than ${MAX_CHILDREN} names, declarations or comments in one block`);
  }
}

/** The lines of a node with its comments. */
export function linesOf({ node, comments }: Documented): LineRange {
  return { first: (comments[0] ?? node).startPosition.row + 1, last: node.endPosition.row + 1 };
}

/** The text of the comments before a node, without directives. */
export function docOf({ comments }: Documented): string {
  return commentText(comments.map((comment) => comment.text));
}

/** The names that a specification of constants or variables declares. */
export function specNames(spec: Node): string[] {
  if (spec.type !== 'const_spec' && spec.type !== 'var_spec') return [];
  limitChildren(spec);
  return spec.childrenForFieldName('name').flatMap((name) => (name.type === 'identifier' ? [name.text] : []));
}
