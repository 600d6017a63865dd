import type { Node } from 'web-tree-sitter';
import { isExported } from './go-names.ts';
import { type Documented, specNames, type Use, withComments } from './go-tree.ts';

/** A longer value of a constant or variable is a table or a function, and is left out of an API. */
const MAX_VALUE_LINES = 8;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A function without its body. */
export function signatureOf(node: Node, source: string): string {
  const end = node.childForFieldName('body')?.startIndex ?? node.endIndex;
  return source.slice(node.startIndex, end).trimEnd();
}

/** A type. In an API, a struct is without its unexported fields and an interface without its unexported methods. */
export function typeCode(spec: Node, source: string, use: Use): string {
  const edits = use === 'api' ? hiddenMembers(spec.childForFieldName('type'), source) : [];
  const code = edited(source, spec, edits);
  const [, ...further] = code.split('\n');
  // In a group of types, all lines but the first have the indentation of the group.
  const isIndented =
    spec.startPosition.column > 0 && further.every((line) => line === '' || line.startsWith('\t'));
  return `type ${isIndented && source[spec.startIndex - 1] === '\t' ? code.replaceAll('\n\t', '\n') : code}`;
}

function hiddenMembers(type: Node | null, source: string): Edit[] {
  if (type?.type === 'struct_type') {
    const list = type.namedChildren.find((child) => child.type === 'field_declaration_list');
    return list === undefined ? [] : hiddenIn(list, source, 'fields');
  }
  return type?.type === 'interface_type' ? hiddenIn(type, source, 'methods') : [];
}

function hiddenIn(list: Node, source: string, members: string): Edit[] {
  const hidden = cuts(
    [...withComments(list)].filter(({ node }) => isHiddenMember(node)),
    source,
  );
  const close = list.endIndex - 1;
  if (hidden.length === 0 || source[close] !== '}') return hidden;
  const lineStart = source.lastIndexOf('\n', close) + 1;
  const indent = source.slice(lineStart, close);
  const startsLine = /^[ \t]*$/.test(indent);
  const note = `// unexported ${members}`;
  return [
    ...hidden,
    startsLine
      ? { start: lineStart, end: lineStart, text: `${indent}\t${note}\n` }
      : { start: close, end: close, text: `\n\t${note}\n` },
  ];
}

/** Embedded types have no name of their own and stay, because their methods belong to the type. */
function isHiddenMember(member: Node): boolean {
  if (member.type !== 'field_declaration' && member.type !== 'method_elem') return false;
  const names = member.childrenForFieldName('name');
  return names.length > 0 && names.every((name) => name.type === ',' || !isExported(name.text));
}

/** The node that the specifications of a declaration of constants or variables are in. */
export function specList(declaration: Node): Node {
  return declaration.namedChildren.find(({ type }) => type === 'var_spec_list') ?? declaration;
}

/** Constants or variables of an API: a group without its unexported names, and long values shortened. */
export function valueCode(declaration: Node, source: string): string {
  const specs = [...withComments(specList(declaration))];
  // With iota, the values depend on every line.
  const keepsAll = declaration.descendantsOfType('iota').length > 0;
  const isHidden = ({ node }: Documented) => {
    const names = specNames(node);
    return !keepsAll && names.length > 0 && !names.some(isExported);
  };
  const hidden = cuts(specs.filter(isHidden), source);
  const shortened = specs.filter((spec) => !isHidden(spec)).flatMap(({ node }) => shortenedValue(node));
  return edited(source, declaration, [...hidden, ...shortened]);
}

function shortenedValue(spec: Node): Edit[] {
  const value = spec.childForFieldName('value');
  if (value === null || value.endPosition.row - value.startPosition.row < MAX_VALUE_LINES) return [];
  const [first = ''] = value.text.split('\n', 1);
  const last = value.text.slice(value.text.lastIndexOf('\n') + 1).trim();
  const isWithinString = (first.match(/`/g)?.length ?? 0) % 2 === 1;
  const text = isWithinString
    ? `${first} … ${last}`
    : // A comment at the end of the line would hide what follows.
      `${first.replace(/\s*\/\/[^"`]*$/, '')} /* … */ ${last}`;
  return [{ start: value.startIndex, end: value.endIndex, text }];
}

/** Removes nodes with their comments, and the whole lines where nothing else is on them. */
function cuts(nodes: readonly Documented[], source: string): Edit[] {
  const edits: Edit[] = [];
  for (const { node, comments } of nodes) {
    let start = (comments[0] ?? node).startIndex;
    const lineStart = source.lastIndexOf('\n', start - 1) + 1;
    LINE_REST.lastIndex = node.endIndex;
    const rest = LINE_REST.exec(source);
    const startsLine = /^[ \t]*$/.test(source.slice(lineStart, start));
    let end = node.endIndex;
    if (startsLine && rest !== null) {
      start = lineStart;
      end = LINE_REST.lastIndex;
    } else if (source[end] === ';') {
      end += 1;
    }
    const previous = edits.at(-1);
    const isAdjacent = previous !== undefined && source.slice(previous.end, start).trim() === '';
    if (isAdjacent) edits[edits.length - 1] = { start: previous.start, end, text: '' };
    else edits.push({ start, end, text: '' });
  }
  return edits.map((edit) => withBlankLine(edit, source));
}

/** The end of a line behind a member: nothing, or a comment. */
const LINE_REST = /[ \t]*;?[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*)?\n/y;

/** Removes the blank line on one side of a cut, so that two do not meet and none is at an end of the block. */
function withBlankLine({ start, end, text }: Edit, source: string): Edit {
  const before = source.slice(Math.max(0, start - 2), start);
  const opens = before === '\n\n' || /[{(]\n$/.test(before);
  if (opens && source[end] === '\n') return { start, end: end + 1, text };
  const closes = /^[ \t]*[})]/.test(source.slice(end, end + 20));
  return before === '\n\n' && closes ? { start: start - 1, end, text } : { start, end, text };
}

function edited(source: string, node: Node, edits: readonly Edit[]): string {
  let text = '';
  let at = node.startIndex;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < at) continue;
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at, node.endIndex);
}
