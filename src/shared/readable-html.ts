import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** Larger HTML is not parsed: only its tags are removed. */
const MAX_HTML_CHARACTERS = 64 * 1024;
const MAX_DEPTH = 100;
/** Real HTML has fewer elements within each other. The parser searches all of them for many a tag. */
const MAX_OPEN_ELEMENTS = 300;
/** Elements for each `<`. HTML that closes paragraphs within formatting makes the parser repeat all of the formatting. */
const ELEMENTS_PER_TAG = 4;

/** Resolves the target of a link or image. */
export type ResolveTarget = (target: string, use: 'link' | 'image') => string;

/**
 * Converts HTML to Markdown: tables, lists, links and code. Everything else becomes its text. If broken HTML would lose
 * a word, only the tags are removed.
 */
export function readableHtml(html: string, resolve: ResolveTarget): string {
  const text = tidy(withoutTags(html));
  if (html.length > MAX_HTML_CHARACTERS) return text;
  const fragment = parseHtml(html);
  if (fragment === null) return text;
  const readable = tidy(children(fragment.childNodes, { resolve, depth: 0, cell: false }));
  return hasWordsOf(readable, text) ? readable : text;
}

/** Parses HTML in time that is linear in its length. Returns null if it is nested so that this cannot be. */
function parseHtml(html: string): DefaultTreeAdapterTypes.DocumentFragment | null {
  const tooMuch = Symbol('too much');
  let elements = ELEMENTS_PER_TAG * html.split('<').length;
  let open = 0;
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement(...element) {
      elements -= 1;
      if (elements < 0) throw tooMuch;
      return defaultTreeAdapter.createElement(...element);
    },
    onItemPush() {
      open += 1;
      if (open > MAX_OPEN_ELEMENTS) throw tooMuch;
    },
    onItemPop() {
      open -= 1;
    },
  };
  try {
    return parseFragment(html, { treeAdapter });
  } catch (error) {
    if (error === tooMuch) return null;
    throw error;
  }
}

/** Finds the headings in HTML, in order, with their text as it is. Larger HTML is not searched. */
export function htmlHeadings(html: string): { readonly depth: number; readonly text: string }[] {
  if (html.length > MAX_HTML_CHARACTERS || !/<h[1-6][\s>]/i.test(html)) return [];
  const found: { depth: number; text: string }[] = [];
  const stack: Node[] = parseHtml(html)?.childNodes.toReversed() ?? [];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!('tagName' in node)) continue;
    const depth = /^h([1-6])$/.exec(node.tagName)?.[1];
    if (depth === undefined) stack.push(...node.childNodes.toReversed());
    else found.push({ depth: Number(depth), text: textOf(node) });
  }
  return found;
}

/** Removes tags, comments, scripts and styles. */
export function withoutTags(html: string): string {
  const text = without(without(without(html, '<!--', '-->'), '<script', '</script>'), '<style', '</style>');
  return text.replace(/<\/?[a-z][^<>]*>/gi, ' ');
}

/** Removes everything from an opening mark to its closing mark. An unclosed mark stays. */
function without(text: string, open: string, close: string): string {
  const [before = '', ...rest] = text.split(open);
  const after = rest.map((part) => {
    const end = part.indexOf(close);
    return end === -1 ? open + part : part.slice(end + close.length);
  });
  return before + after.join('');
}

function hasWordsOf(text: string, other: string): boolean {
  const words = new Set(text.match(/[\p{L}\p{N}]+/gu) ?? []);
  return (decodeReferences(other).match(/[\p{L}\p{N}]+/gu) ?? []).every((word) => words.has(word));
}

/** Decodes character references. */
function decodeReferences(text: string): string {
  return text.includes('&') ? textOf(parseFragment(text.replaceAll('<', '&lt;'))) : text;
}

/** Decodes named character references (`&amp;`), and leaves numbers as they are. */
export function decodeNames(text: string): string {
  return decodeReferences(text.replaceAll('&#', '&amp;#'));
}

interface Context {
  readonly resolve: ResolveTarget;
  readonly depth: number;
  /** Inside a table cell everything stays on one line. */
  readonly cell: boolean;
}

function children(nodes: readonly Node[], context: Context): string {
  return nodes.map((node) => one(node, context)).join('');
}

function one(node: Node, context: Context): string {
  if ('value' in node) return context.cell ? node.value.replace(/\s+/g, ' ') : node.value;
  if (!('tagName' in node)) return '';
  return context.depth > MAX_DEPTH ? textOf(node) : element(node, { ...context, depth: context.depth + 1 });
}

function element(node: Element, context: Context): string {
  const inner = () => children(node.childNodes, context);
  switch (node.tagName) {
    case 'table':
      return context.cell ? inner() : `\n\n${table(node, context)}\n\n`;
    case 'br':
      return context.cell ? ' ' : '\n';
    case 'hr':
      return '\n\n';
    case 'p':
    case 'div':
    case 'section':
    case 'details':
    case 'summary':
    case 'blockquote':
    case 'ul':
    case 'ol':
    case 'tr':
      return context.cell ? ` ${inner()} ` : `\n\n${inner()}\n\n`;
    case 'h1':
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6':
      return `\n\n${inner()}\n\n`;
    case 'td':
    case 'th':
      return ` ${inner()} `;
    case 'li':
      return context.cell ? ` • ${inner().trim()} ` : `\n- ${inner().trim()}\n`;
    case 'strong':
    case 'b':
      return marked('**', inner());
    case 'pre':
    case 'code':
      return code(node, context);
    case 'a':
      return link(attribute(node, 'href'), inner(), context);
    case 'img':
      return image(node, context);
    case 'iframe':
      return link(attribute(node, 'src'), 'embedded page', context);
    case 'script':
    case 'style':
      return '';
    case 'template':
      return textOf(node);
    default:
      return inner();
  }
}

function code(node: Element, context: Context): string {
  const text = textOf(node).replace(/^\n/, '').trimEnd();
  if (text === '') return '';
  if (context.cell || !text.includes('\n')) {
    const oneLine = text.replace(/\s+/g, ' ');
    return oneLine.includes('`') ? oneLine : `\`${oneLine}\``;
  }
  return `\n\n\`\`\`\n${text}\n\`\`\`\n\n`;
}

function link(target: string, text: string, context: Context): string {
  if (text.trim() === '' || target === '' || text.includes('](')) return text;
  return `[${text.trim()}](${context.resolve(target, 'link')})`;
}

function image(node: Element, context: Context): string {
  const target = attribute(node, 'src');
  return target === ''
    ? attribute(node, 'alt')
    : `![${attribute(node, 'alt')}](${context.resolve(target, 'image')})`;
}

function marked(mark: string, text: string): string {
  const inner = text.trim();
  return inner === '' || inner.includes('\n') ? text : text.replace(inner, () => `${mark}${inner}${mark}`);
}

function table(node: Element, context: Context): string {
  const rows = rowsOf(node).map((row) =>
    row.childNodes
      .filter((cell): cell is Element => 'tagName' in cell)
      .map((cell) =>
        children(cell.childNodes, { ...context, cell: true })
          .replace(/\s+/g, ' ')
          .trim(),
      ),
  );
  const captions = node.childNodes.filter((child) => child.nodeName === 'caption').map(textOf);
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  if (width === 0) return textOf(node);
  if (width === 1) return [...captions, ...rows.map((row) => row[0] ?? '')].join('\n\n');
  const lines = rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  const rule = `|${' --- |'.repeat(width)}`;
  return [...captions, [lines[0], rule, ...lines.slice(1)].join('\n')].join('\n\n');
}

/** The rows of a table, without those of nested tables. */
function rowsOf(node: Element): Element[] {
  return node.childNodes
    .filter((child): child is Element => 'tagName' in child)
    .flatMap((child) => (child.tagName === 'tr' ? [child] : rowsOf(child)));
}

function textOf(root: Node | DefaultTreeAdapterTypes.DocumentFragment): string {
  let text = '';
  const stack: (Node | DefaultTreeAdapterTypes.DocumentFragment)[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if ('value' in node) text += node.value;
    else if ('tagName' in node && node.tagName === 'br') text += '\n';
    else if ('content' in node) stack.push(...node.content.childNodes.toReversed());
    else if ('childNodes' in node) stack.push(...node.childNodes.toReversed());
  }
  return text;
}

function attribute(node: Element, name: string): string {
  return node.attrs.find((attr) => attr.name === name)?.value.trim() ?? '';
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
