import { Composer, type CST, type Document, isMap, isScalar, isSeq, LineCounter, Parser, visit } from 'yaml';

/** Something to correct in a YAML text. */
export interface LineProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** A YAML text as plain values that can be traced to their lines. */
export interface LocatedYaml {
  /** null if the text is empty. */
  readonly value: unknown;
  /** The line of the value at a path of keys and indexes, or of the innermost value above it that exists. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** No list of sources nests deeper than 7. The composer is recursive, and thousands of levels would end the process. */
const MAX_DEPTH = 20;

/**
 * Reads one YAML 1.2 document. Aliases are refused: a list of sources needs none, and a few lines of them can stand for
 * billions of values.
 * @returns the values, or every problem of the text
 */
export function readYaml(text: string): LocatedYaml | { readonly problems: readonly LineProblem[] } {
  const counter = new LineCounter();
  const lineAt = (offset: number) => counter.linePos(offset).line;
  const tokens = [...new Parser(counter.addNewLine).parse(text)];
  const deep = tooDeep(tokens);
  if (deep !== null) {
    return { problems: [{ line: lineAt(deep), message: `must not nest deeper than ${MAX_DEPTH} levels` }] };
  }
  const [document, second] = [...new Composer({ prettyErrors: false }).compose(tokens, true, text.length)];
  if (document === undefined) return { value: null, lineOf: () => 1 };
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lineAt(pos[0]),
    message: message.split('\n', 1)[0] ?? '',
  }));
  if (second !== undefined) {
    problems.push({ line: lineAt(second.range[0]), message: 'must contain one document, without ---' });
  }
  visit(document, {
    Alias: (_, { source, range }) => {
      problems.push({
        line: lineAt(range?.[0] ?? 0),
        message: `must not contain aliases such as *${source}`,
      });
    },
  });
  if (problems.length > 0) return { problems };
  return { value: document.toJS(), lineOf: (path) => lineAt(offsetOf(document, path)) };
}

/** The offset of a token that is nested too deeply, or null. */
function tooDeep(tokens: readonly CST.Token[]): number | null {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return token.offset;
    const children = childrenOf(token);
    for (const child of children) if (child != null) open.push({ token: child, depth: depth + 1 });
  }
  return null;
}

function childrenOf(token: CST.Token): (CST.Token | null | undefined)[] {
  if ('items' in token) return token.items.flatMap(({ key, value }) => [key, value]);
  return token.type === 'document' ? [token.value] : [];
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!isScalar(pair?.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      if (item === undefined) break;
      node = item;
      if (isMap(item) || isSeq(item) || isScalar(item)) offset = item.range?.[0] ?? offset;
    }
  }
  return offset;
}
