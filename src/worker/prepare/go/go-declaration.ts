import type { Node } from 'web-tree-sitter';
import { functionPieces } from './function-pieces.ts';
import { isExported } from './go-names.ts';
import {
  type Documented,
  docOf,
  type LineRange,
  linesOf,
  specNames,
  type Use,
  withComments,
} from './go-tree.ts';
import { signatureOf, specList, typeCode, valueCode } from './signature.ts';

/** A name that a declaration declares, with the lines of its own part of the declaration. */
export interface DeclaredName extends LineRange {
  /** Without the package: `NewGraph`, `Graph.Compile`. */
  readonly name: string;
  /** Its own comment as written, where it stands in a group. */
  readonly doc?: string;
}

/** A declaration at the top level of a file. */
export interface Declaration extends LineRange {
  /** As Go writes it: `NewGraph`, `(*Graph[I, O]).Compile`, the names of a group. */
  readonly heading: string;
  /** The type of a method, without type parameters. */
  readonly owner: string | null;
  /** The names it declares, in order; those of an interface's methods follow its own. */
  readonly names: readonly DeclaredName[];
  /** The constants or variables stand in a group, so that each name has lines of its own. */
  readonly isGroup: boolean;
  /** The text of its doc comment, as written. */
  readonly doc: string;
  /** Its code in pieces: one, unless the body is long. */
  readonly code: readonly string[];
}

/** More names than that do not make a heading. */
const MAX_HEADING_NAMES = 6;

/** What is shown of a file. */
export interface Shown {
  readonly use: Use;
  /** The unexported types whose exported methods belong to the API. */
  readonly owners: ReadonlySet<string>;
}

/**
 * The unexported types of which most exported methods have a comment. They are taken for types that an exported type
 * embeds, perhaps in another file, so that their methods are methods of that type.
 */
export function documentedOwners(nodes: readonly Documented[]): Set<string> {
  const counts = new Map<string, { methods: number; documented: number }>();
  for (const documented of nodes) {
    const owner =
      documented.node.type === 'method_declaration' ? receiverOf(documented.node)?.base : undefined;
    const name = documented.node.childForFieldName('name')?.text ?? '';
    if (owner === undefined || isExported(owner) || !isExported(name)) continue;
    const count = counts.get(owner) ?? { methods: 0, documented: 0 };
    counts.set(owner, count);
    count.methods += 1;
    if (docOf(documented) !== '') count.documented += 1;
  }
  return new Set(
    [...counts].filter(([, { methods, documented }]) => 2 * documented >= methods).map(([owner]) => owner),
  );
}

/** Reads a node at the top level: no declaration, one, or those of a group of types. */
export function readDeclaration(documented: Documented, source: string, shown: Shown): Declaration[] {
  switch (documented.node.type) {
    case 'function_declaration':
    case 'method_declaration':
      return readFunction(documented, source, shown);
    case 'type_declaration':
      return readTypes(documented, source, shown.use);
    case 'const_declaration':
    case 'var_declaration':
      return readValues(documented, source, shown.use);
    default:
      return [];
  }
}

function readFunction(documented: Documented, source: string, { use, owners }: Shown): Declaration[] {
  const { node } = documented;
  const name = node.childForFieldName('name')?.text ?? '';
  const receiver = receiverOf(node);
  const doc = docOf(documented);
  const isPublic =
    isExported(name) && (receiver === null || isExported(receiver.base) || owners.has(receiver.base));
  if (name === '' || (use === 'api' && !isPublic)) return [];
  const lines = linesOf(documented);
  const owner = receiver?.base ?? null;
  return [
    {
      ...lines,
      heading: receiver === null ? name : `${receiver.written}.${name}`,
      owner,
      names: [{ ...lines, name: owner === null ? name : `${owner}.${name}` }],
      isGroup: false,
      doc,
      code: use === 'api' ? [signatureOf(node, source)] : functionPieces(node, source),
    },
  ];
}

interface Receiver {
  /** The name of its type. */
  readonly base: string;
  /** In front of a method's name: `Graph`, `(*Graph[I, O])`. */
  readonly written: string;
}

function receiverOf(node: Node): Receiver | null {
  const parameter = node
    .childForFieldName('receiver')
    ?.namedChildren.find(({ type }) => type === 'parameter_declaration');
  const type = parameter?.childForFieldName('type');
  if (type == null) return null;
  const base = baseName(type);
  const written = type.text.replace(/\s+/g, ' ').trim();
  return { base, written: type.type === 'pointer_type' ? `(${written})` : written };
}

/** The name of a type without pointer, package, parentheses and type arguments. */
function baseName(type: Node): string {
  const [name = ''] = /[\p{L}_][\p{L}\p{N}_]*(?=\s*(?:\[|\)|$))/u.exec(type.text) ?? [];
  return name;
}

function readTypes(documented: Documented, source: string, use: Use): Declaration[] {
  let groupDoc = docOf(documented);
  const isGroup = documented.node.children.some(({ type }) => type === '(');
  const declarations: Declaration[] = [];
  for (const spec of withComments(documented.node)) {
    const name = spec.node.childForFieldName('name')?.text;
    if (name === undefined || (use === 'api' && !isExported(name))) continue;
    const lines = linesOf(isGroup ? spec : documented);
    declarations.push({
      ...lines,
      heading: name,
      owner: null,
      names: [{ ...lines, name }, ...interfaceMethods(spec.node, name)],
      isGroup: false,
      // The comment of a group is about all of its types, and is shown once.
      doc: [groupDoc, isGroup ? docOf(spec) : ''].filter((text) => text !== '').join('\n\n'),
      code: [typeCode(spec.node, source, use)],
    });
    groupDoc = '';
  }
  return declarations;
}

function interfaceMethods(spec: Node, owner: string): DeclaredName[] {
  const type = spec.childForFieldName('type');
  if (type?.type !== 'interface_type') return [];
  return [...withComments(type)].flatMap((element) => {
    const name = element.node.childForFieldName('name')?.text;
    return name === undefined ? [] : [{ ...linesOf(element), name: `${owner}.${name}` }];
  });
}

function readValues(documented: Documented, source: string, use: Use): Declaration[] {
  const { node } = documented;
  const list = specList(node);
  const isGroup = list.children.some(({ type }) => type === '(');
  const names = [...withComments(list)].flatMap((spec) =>
    specNames(spec.node)
      .filter((name) => name !== '_' && (use === 'program' || isExported(name)))
      .map((name) =>
        isGroup ? { ...linesOf(spec), name, doc: docOf(spec) } : { ...linesOf(documented), name },
      ),
  );
  if (names.length === 0) return [];
  const shown = names.slice(0, MAX_HEADING_NAMES).map(({ name }) => name);
  return [
    {
      ...linesOf(documented),
      heading: [...shown, ...(names.length > shown.length ? ['…'] : [])].join(', '),
      owner: null,
      names,
      isGroup,
      doc: docOf(documented),
      code: [use === 'api' ? valueCode(node, source) : source.slice(node.startIndex, node.endIndex)],
    },
  ];
}
