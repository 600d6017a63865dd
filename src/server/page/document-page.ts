import type { Document, ListedDocument, OutlineHeading } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { sourceOf } from '../../shared/domain/source.ts';
import { findHidden } from '../answer/answer-text.ts';
import { addressAtIndexed, isGoFile } from '../documents/go-section.ts';
import { languageName, type Translation } from '../documents/languages.ts';
import { docsName, sourceNameOf } from '../documents/source-names.ts';
import { pauses } from '../index-access/turns.ts';
import { highlightedGo } from './go-code.ts';
import { commitSha, type Html, html } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { unmarked } from './marked-words.ts';
import { renderFrame } from './page-frame.ts';
import { documentAddress, documentLinks, isPublic } from './page-links.ts';
import { searchForm } from './search-form.ts';

export interface DocumentView {
  readonly document: Document;
  readonly status: IndexStatus;
  /** Those of the index, for links between them. */
  readonly documents: readonly Pick<ListedDocument, 'path' | 'url'>[];
  readonly translations: readonly Translation[];
  readonly root: string;
  readonly version: string;
  readonly now: number;
  readonly tokenRequired: boolean;
}

/** A document for people, with its outline and where it comes from. Nothing of it is more than text to a browser. */
export async function renderDocument(view: DocumentView): Promise<string> {
  const { document, status, root, version, now, tokenRequired } = view;
  const docs = docsName(status);
  const { title, summary, path, outline } = document;
  const shown = { ...document, content: beginning(document.content) };
  const body = isGoFile(path) ? await goBody(shown) : await markdownBody({ ...view, document: shown });
  const rest =
    shown.content === document.content
      ? null
      : html`<p class="warning">This is the beginning of a long document. <a href="?raw">Read all of it</a> as it is.</p>`;
  const main = html`<main class="reading">
${searchForm({ query: { text: '' }, status: null, root, example: docs.examples.page, tokenRequired: false })}
<div class="columns">${outlineNav(outline)}
<article><header><p class="path">${path}</p><h1>${title}</h1>${about({ ...view, document: shown })}</header>
<div class="prose">${body}</div>${rest}</article></div>
</main>`;
  return renderFrame({
    docs,
    title: `${title} · ${docs.title}`,
    description: summary || `${path} of ${docs.title}`,
    root,
    now,
    version,
    tokenRequired,
    main,
  });
}

/** Characters of a document that a page shows: more would make browsers slow. The longest of EINO's has a fourth of it. */
const LONGEST = 250_000;

/** Whole lines of a text, unless one is too long for that. */
function beginning(text: string): string {
  if (text.length <= LONGEST) return text;
  const part = text.slice(0, LONGEST);
  return part.slice(0, part.lastIndexOf('\n') + 1) || part;
}

/** Says that there is no document at a path, with the nearest ones. */
export function renderMissing({
  path,
  nearest,
  ...view
}: Omit<DocumentView, 'document' | 'documents' | 'translations'> & {
  readonly path: string;
  readonly nearest: readonly string[];
}): string {
  const { root } = view;
  const docs = docsName(view.status);
  const links = nearest.map((each) => html`<li><a href="${root}${documentAddress(each)}">${each}</a></li>`);
  const main = html`<main class="reading">
${searchForm({ query: { text: '' }, status: null, root, example: docs.examples.page, tokenRequired: false })}
<h1>No such document</h1><p><code>${path}</code> is not in the index.</p>
${links.length === 0 ? null : html`<p>The nearest paths:</p><ul>${links}</ul>`}
</main>`;
  const title = `No such document · ${docs.title}`;
  return renderFrame({ ...view, docs, title, description: title, main });
}

function about({ document, status, translations, root }: DocumentView): Html {
  const { path, url, language, updatedAt, content } = document;
  const source = sourceOf(status.sources, path);
  const hidden = findHidden(content, { start: 0, end: content.length });
  const address = addressAtIndexed(url, path, status.sources);
  const parts = [
    source?.commit == null
      ? null
      : html`${sourceNameOf(status, path)} ${source.version ?? 'at'} ${commitSha(source, source.commit)}`,
    languageName(language),
    updatedAt === null ? null : `written ${updatedAt.slice(0, 10)}`,
    ...translations.map(
      (other) => html`<a href="${root}${documentAddress(other.path)}">${languageName(other.language)}</a>`,
    ),
    isPublic(address) ? html`<a href="${address}">Source</a>` : null,
    html`<a href="?raw">${isGoFile(path) ? 'Plain text' : 'Markdown'}</a>`,
  ].filter((part) => part !== null);
  return html`<p class="about">${parts.map((part) => html`<span>${part}</span>`)}</p>
${hidden === null ? null : html`<p class="warning">${hidden.count} hidden characters of this document are left out here. They may be meant for a language model.</p>`}`;
}

function outlineNav(outline: readonly OutlineHeading[]): Html | null {
  if (outline.length < 2) return null;
  return html`<details class="outline" open><summary>On this page</summary><nav aria-label="Outline"><ul>${outline
    .slice(0, LISTED_HEADINGS)
    .map(
      ({ depth, text, anchor, deprecated }) =>
        html`<li class="depth-${depth}"><a href="#${anchor}">${deprecated ? html`<s>${text}</s>` : text}</a></li>`,
    )}</ul></nav></details>`;
}

const LISTED_HEADINGS = 300;

const FRONT_MATTER = /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n[\s\S]*?\r?\n\1[ \t]*(?:\r?\n|$)/;

async function markdownBody({ document, documents, root }: DocumentView): Promise<Html> {
  const { content, outline } = document;
  const front = FRONT_MATTER.exec(content)?.[0] ?? '';
  const before = front.split('\n').length - 1;
  const anchors = new Map(outline.map(({ line, anchor }) => [line, anchor]));
  return renderMarkdown(withoutTitle(content.slice(front.length), document), {
    mark: unmarked,
    linkTo: await documentLinks(document, documents, root),
    headingId: (line) => anchors.get(line + before + 1),
  });
}

/** The page has the title above the text already. The line stays, so that others keep their number. */
function withoutTitle(text: string, { title }: Pick<Document, 'title'>): string {
  const [first = '', heading = ''] = /^\s*# +(.*?)[ #\t]*(?:\r?\n|$)/.exec(text) ?? [];
  return heading === title ? first.replace(/[^\n]/g, '') + text.slice(first.length) : text;
}

/** Lines that are coloured at once. */
const LINES = 100;

async function goBody({ content, outline }: Document): Promise<Html> {
  const pause = pauses();
  const starts = [...outline.map(({ line, anchor }) => ({ line: line - 1, anchor }))].sort(
    (a, b) => a.line - b.line,
  );
  const lines = content.split('\n');
  const borders = [{ line: 0, anchor: null }, ...starts, { line: lines.length, anchor: null }];
  const parts: Html[] = [];
  for (const [at, { line, anchor }] of borders.entries()) {
    const end = borders[at + 1]?.line ?? line;
    if (anchor !== null) parts.push(html`<span id="${anchor}"></span>`);
    for (let from = line; from < end; from += LINES) {
      const to = Math.min(end, from + LINES);
      const text = lines.slice(from, to).join('\n');
      parts.push(highlightedGo(to < lines.length ? `${text}\n` : text, unmarked));
      await pause();
    }
  }
  return html`<pre class="file"><code>${parts}</code></pre>`;
}
