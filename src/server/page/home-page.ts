import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import { docsName } from '../documents/source-names.ts';
import { changesSection } from './changes-section.ts';
import { connectSection } from './connect-section.ts';
import { type Html, html } from './html.ts';
import { renderFrame } from './page-frame.ts';
import { searchForm } from './search-form.ts';
import { type StatusView, statusSection } from './status-section.ts';

/** What the first page shows. */
export interface HomeView extends StatusView {
  readonly version: string;
  /** Address of this server as clients use it, without a trailing slash. */
  readonly baseUrl: string;
  /** What the query found; null if there is no query, or only the script of the page can send it. */
  readonly results: Html | null;
  /** Whether /mcp requires a bearer token. */
  readonly tokenRequired: boolean;
  /** Whether the server writes queries to a log. */
  readonly keepsQueries: boolean;
}

/** The first page: the search and what it found, how fresh the data is, how to connect a client, and what changed. */
export function renderHome(view: HomeView): string {
  const status = view.index?.status ?? EMPTY_STATUS;
  const docs = docsName(status);
  const { version, now, tokenRequired, query } = view;
  const main = html`<section aria-label="Freshness">${statusSection(view)}</section>
<main>
<div class="hero"><h1>${docs.title}, for people and agents</h1>
<p class="lead">Search ${docs.about}. Agents read the same over <a href="https://modelcontextprotocol.io">MCP</a>.</p></div>
${searchForm({ query, status, root: '', example: docs.examples.page, tokenRequired })}
${view.keepsQueries ? html`<p class="soft note">This server keeps the queries it is sent, without who sent them.</p>` : null}
<section class="found" aria-label="Results">${view.results}</section>
${connectSection(view.baseUrl, tokenRequired)}
${view.index === null ? null : changesSection(view.changes, status.sources, now)}
</main>`;
  return renderFrame({
    docs,
    title: query.text === '' ? `${docs.title} for AI agents` : `${query.text} · ${docs.title}`,
    description: `Search ${docs.about}, and connect your AI agent to it over MCP. Every answer says how fresh it is.`,
    root: '',
    now,
    version,
    tokenRequired,
    main,
  });
}
