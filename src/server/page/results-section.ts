import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { addressAtIndexed } from '../documents/go-section.ts';
import { indexLanguages, languageName } from '../documents/languages.ts';
import type { FoundDocument, FoundSection, SearchOutcome } from '../search/search-outcome.ts';
import { type Html, html } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { type MarkWords, wordMarker } from './marked-words.ts';
import { documentAddress, isPublic } from './page-links.ts';
import type { PageQuery } from './page-search.ts';

interface Results {
  readonly query: PageQuery;
  readonly outcome: SearchOutcome;
  /** A link cannot send a token: without it, documents are linked where they are published, or not at all. */
  readonly tokenRequired: boolean;
}

/** The documents that a search found, each with its best passage open and the others folded. */
export async function resultsSection({ query, outcome, tokenRequired }: Results): Promise<Html> {
  const { documents, mode, message, confident, status } = outcome;
  const mark = wordMarker(query.text);
  const items: Html[] = [];
  for (const document of documents) items.push(await result(document, { mark, status, tokenRequired }));
  const count = documents.length === 1 ? '1 document' : `${documents.length} documents`;
  return html`<p class="summary" role="status">${count}${query.source === undefined ? null : ` from ${query.source}`}, ${mode} search.${message === undefined ? null : ` ${message}`}</p>
<ol class="results${confident ? null : ' weak'}">${items}</ol>`;
}

/** Says why there are no results. */
export function resultsProblem(message: string): Html {
  return html`<p class="summary" role="status">${message}</p>`;
}

interface ResultContext {
  readonly mark: MarkWords;
  readonly status: IndexStatus;
  readonly tokenRequired: boolean;
}

async function result(found: FoundDocument, context: ResultContext): Promise<Html> {
  const { path, title, language, source, version, sections, updatedAt } = found;
  const passages: Html[] = [];
  for (const [at, each] of sections.entries())
    passages.push(await passage(each, { ...context, path, title, isOpen: at === 0 }));
  const { sources } = context.status;
  const about = [
    sources.length > 1 ? source : null,
    version ?? null,
    indexLanguages(context.status).length > 1 ? languageName(language) : null,
    updatedAt?.slice(0, 10) ?? null,
  ].filter((part) => part !== null);
  return html`<li class="result"><h2>${linked(context.mark(title), addressOf(found, context), 'hit')}</h2>
<p class="about"><span class="path">${path}</span>${about.map((part) => html`<span>${part}</span>`)}</p>
${passages}</li>
`;
}

interface PassageContext extends ResultContext {
  readonly path: string;
  readonly title: string;
  readonly isOpen: boolean;
}

async function passage(section: FoundSection, context: PassageContext): Promise<Html> {
  const { snippet, breadcrumbs, heading, deprecated } = section;
  const { mark, path, title, isOpen } = context;
  // The title stands above.
  const below = breadcrumbs[0] === title && breadcrumbs.length > 1 ? breadcrumbs.slice(1) : breadcrumbs;
  const name = html`${below.join(' › ') || heading || 'Beginning'}${deprecated ? html` <span class="badge">deprecated</span>` : null}`;
  const address = addressOf({ ...section, path }, context);
  if (snippet.trim() === '') return html`<p class="listed">${linked(name, address, 'deep')}</p>`;
  const body = await renderMarkdown(snippet, {
    mark,
    linkTo: (target) => (isPublic(target) ? target : null),
  });
  return html`<details class="passage"${isOpen ? html` open` : null}><summary>${name}</summary><div class="prose">${body}</div>${address === null ? null : html`<p class="more"><a class="deep" href="${address}">Read this section</a></p>`}</details>`;
}

/** Where a document or a section of it is read: on this server, at the same fragment. */
function addressOf(
  { path, url }: Pick<FoundDocument, 'path' | 'url'>,
  { tokenRequired, status }: ResultContext,
): string | null {
  if (!tokenRequired) return documentAddress(path) + (/#[^#]*$/.exec(url)?.[0] ?? '');
  return isPublic(url) ? addressAtIndexed(url, path, status.sources) : null;
}

function linked(text: Html, address: string | null, kind: string): Html {
  return address === null ? text : html`<a class="${kind}" href="${address}">${text}</a>`;
}
