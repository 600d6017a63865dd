import MarkdownIt, { type Token } from 'markdown-it';
import { readableHtml } from '../../shared/readable-html.ts';
import { pauses } from '../index-access/turns.ts';
import { highlightedGo, isGo } from './go-code.ts';
import { Html, html } from './html.ts';
import { markdownParts } from './markdown-parts.ts';
import { type MarkWords, unmarked } from './marked-words.ts';

/** What the renderer is told about the text. */
export interface MarkdownContext {
  readonly mark: MarkWords;
  /** The address that a link of the text leads to; null for one that a page must not have, such as `javascript:`. */
  linkTo(target: string): string | null;
  /** The id of the heading on a line of the text, counted from 0. Absent: headings are no part of the page's outline. */
  headingId?(line: number): string | undefined;
}

/** More brackets within each other than any document has would take seconds. */
const MAX_NESTING = 20;

const parser = new MarkdownIt({ html: true, maxNesting: MAX_NESTING });
// Only `linkTo` decides.
parser.validateLink = () => true;

/** Longer code is shown without colours. */
const LONGEST_COLOURED = 20_000;

/**
 * Renders Markdown as HTML that consists of this file's own templates alone: what the text says is escaped, and HTML in
 * it becomes Markdown, or text. Images become links: loading them would tell others who reads what. Other requests are
 * served in between.
 */
export async function renderMarkdown(text: string, context: MarkdownContext): Promise<Html> {
  const pause = pauses();
  const rendered: Html[] = [];
  const level = levels();
  for (const part of markdownParts(text)) {
    const headingTags = (token: Token) => {
      if (context.headingId === undefined) return PLAIN_HEADING;
      const tag = new Html(`h${level(Number(token.tag.slice(1)))}`);
      const id = token.map === null ? undefined : context.headingId(token.map[0] + part.line);
      return [id === undefined ? html`<${tag}>` : html`<${tag} id="${id}">`, html`</${tag}>`] as const;
    };
    rendered.push(renderPart(part.text, { ...context, headingTags }));
    await pause();
  }
  return html`${rendered}`;
}

type Tags = readonly [open: Html, close: Html];

const PLAIN_HEADING: Tags = [html`<p class="heading">`, html`</p>`];

/** Makes a function that gives headings their level on the page: below its title, and none is left out. */
function levels(): (depth: number) => number {
  let last = 1;
  return (depth) => {
    last = Math.min(Math.max(depth, 2), last + 1);
    return last;
  };
}

interface PartContext extends MarkdownContext {
  headingTags(token: Token): Tags;
  /** HTML has become Markdown already: what still looks like HTML is text. */
  readonly isFromHtml?: boolean;
}

function renderPart(text: string, context: PartContext): Html {
  return html`${blocks(parser.parse(text, {}), context)}`;
}

/** Elements of tokens that come in pairs: `em_open`, `em_close`. */
const ELEMENTS: Readonly<Record<string, Tags>> = Object.fromEntries(
  Object.entries({
    bullet_list: 'ul',
    list_item: 'li',
    blockquote: 'blockquote',
    thead: 'thead',
    tbody: 'tbody',
    tr: 'tr',
    th: 'th',
    td: 'td',
    em: 'em',
    strong: 'strong',
    s: 's',
  }).map(([name, tag]) => [name, [new Html(`<${tag}>`), new Html(`</${tag}>`)]]),
);

function blocks(tokens: readonly Token[], context: PartContext): Html[] {
  let heading = PLAIN_HEADING;
  return tokens.map((token) => {
    switch (token.type) {
      case 'paragraph_open':
        return token.hidden ? html`` : html`<p>`;
      case 'paragraph_close':
        return token.hidden ? html`` : html`</p>`;
      case 'heading_open':
        heading = context.headingTags(token);
        return heading[0];
      case 'heading_close':
        return heading[1];
      case 'ordered_list_open':
        return html`<ol start="${Number(token.attrGet('start') ?? 1)}">`;
      case 'ordered_list_close':
        return html`</ol>`;
      case 'table_open':
        return html`<div class="table"><table>`;
      case 'table_close':
        return html`</table></div>`;
      case 'hr':
        return html`<hr>`;
      case 'fence':
      case 'code_block':
        return codeBlock(token.content, token.info.trim().split(/[\s{]/)[0] ?? '', context.mark);
      case 'html_block':
        return htmlBlock(token.content, context);
      case 'inline':
        return html`${inlines(token.children ?? [], context)}`;
      default:
        return paired(token);
    }
  });
}

function inlines(tokens: readonly Token[], context: PartContext): Html[] {
  const isLinked: boolean[] = [];
  return tokens.map((token) => {
    switch (token.type) {
      case 'text':
      case 'text_special':
        return context.mark(token.content);
      case 'code_inline':
        return html`<code>${context.mark(token.content)}</code>`;
      case 'softbreak':
        return html`\n`;
      case 'hardbreak':
        return html`<br>`;
      case 'link_open': {
        const address = context.linkTo(String(token.attrGet('href') ?? ''));
        isLinked.push(address !== null);
        return address === null ? html`` : html`<a href="${address}">`;
      }
      case 'link_close':
        return isLinked.pop() ? html`</a>` : html``;
      case 'image':
        return image(token, isLinked.includes(true), context);
      case 'html_inline':
        return htmlInline(token.content, context);
      default:
        return paired(token);
    }
  });
}

function paired({ type, content }: Token): Html {
  const [, name = '', side] = /^(.*)_(open|close)$/.exec(type) ?? [];
  return ELEMENTS[name]?.[side === 'open' ? 0 : 1] ?? html`${content}`;
}

/** A block of code, coloured if it is Go. */
function codeBlock(code: string, language: string, mark: MarkWords): Html {
  const text = code.replace(/\n$/, '');
  if (text.length > LONGEST_COLOURED) return html`<pre><code>${unmarked(text)}</code></pre>`;
  return html`<pre><code>${isGo(language) ? highlightedGo(text, mark) : mark(text)}</code></pre>`;
}

function image(token: Token, isInLink: boolean, { linkTo }: PartContext): Html {
  const name = html`<span class="image">image</span> ${token.content}`;
  const address = isInLink ? null : linkTo(String(token.attrGet('src') ?? ''));
  return address === null ? name : html`<a href="${address}">${name}</a>`;
}

function htmlBlock(source: string, context: PartContext): Html {
  if (context.isFromHtml) return html`<p>${context.mark(source)}</p>`;
  const readable = readableHtml(source, (target) => target);
  return readable === '' ? html`` : renderPart(readable, { ...context, isFromHtml: true });
}

/** Names of elements in HTML. Other names between `<` and `>` are placeholders or types, which are text. */
const ELEMENT =
  /^<(?:!|\?|\/?(?:a|abbr|article|aside|audio|b|body|button|center|cite|code|dd|del|details|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|html|i|iframe|input|ins|kbd|label|li|link|main|mark|math|meta|nav|object|ol|option|p|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|u|ul|var|video)(?:[\s/>]|$))/i;

function htmlInline(tag: string, context: PartContext): Html {
  if (/^<br[\s/>]/i.test(tag)) return html`<br>`;
  if (/^<img\s/i.test(tag) && !context.isFromHtml) {
    const readable = parser.parseInline(
      readableHtml(tag, (target) => target),
      {},
    );
    return html`${blocks(readable, { ...context, isFromHtml: true })}`;
  }
  return ELEMENT.test(tag) ? html`` : context.mark(tag);
}
