import type { Node } from 'web-tree-sitter';
import { type Declaration, documentedOwners, readDeclaration } from './go-declaration.ts';
import { type Documented, docOf, type LineRange, linesOf, type Use, withComments } from './go-tree.ts';

/** What is indexed of a Go file. */
export interface GoFile {
  readonly packageName: string;
  readonly use: Use;
  /** The package clause with its comment. */
  readonly clause: LineRange & { readonly doc: string };
  /** The import declarations as written. */
  readonly imports: readonly string[];
  readonly declarations: readonly Declaration[];
  /** A part of the file that would be indexed is not Go. */
  readonly hasErrors: boolean;
}

/**
 * Reads the tree of a Go file. Declarations inside of text that is not Go are read too.
 * @param useOf how a file of this package is shown
 */
export function readGoFile(root: Node, source: string, useOf: (packageName: string) => Use): GoFile {
  const nodes = [...topLevel(root)];
  const clause = nodes.find(({ node }) => node.type === 'package_clause');
  const name = clause?.node.namedChildren.find(({ type }) => type === 'package_identifier');
  const packageName = name?.text ?? '';
  const use = useOf(packageName);
  const shown = { use, owners: documentedOwners(nodes) };
  return {
    packageName,
    use,
    clause:
      clause === undefined ? { first: 1, last: 1, doc: '' } : { ...linesOf(clause), doc: docOf(clause) },
    imports: nodes
      .filter(({ node }) => node.type === 'import_declaration')
      .map(({ node }) => source.slice(node.startIndex, node.endIndex)),
    declarations: nodes.flatMap((documented) => readDeclaration(documented, source, shown)),
    hasErrors: root.type === 'ERROR' || nodes.some(({ node }) => isBroken(node, use)),
  };
}

/** The nodes at the top level and those in errors there, in order. */
function* topLevel(root: Node): Generator<Documented> {
  const open = [withComments(root)];
  while (open.length > 0) {
    const next = open.at(-1)?.next();
    if (next === undefined || next.done) {
      open.pop();
    } else {
      yield next.value;
      if (next.value.node.type === 'ERROR') open.push(withComments(next.value.node));
    }
  }
}

const TOP_LEVEL: ReadonlySet<string> = new Set([
  'package_clause',
  'import_declaration',
  'const_declaration',
  'var_declaration',
  'type_declaration',
  'function_declaration',
  'method_declaration',
]);

/** Whether a part that is shown is not Go. */
function isBroken(node: Node, use: Use): boolean {
  // The grammar accepts statements outside of functions, Go does not.
  if (!TOP_LEVEL.has(node.type)) return true;
  if (!node.hasError) return false;
  const body = use === 'api' ? node.childForFieldName('body') : null;
  return body === null || node.children.some((child) => child.hasError && !child.equals(body));
}
