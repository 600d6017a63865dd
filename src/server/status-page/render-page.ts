import { createHash } from 'node:crypto';
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import type { SourceIdentity } from '../../shared/domain/source.ts';
import { docsName, repositoryOf } from '../documents/source-names.ts';
import { changesSection } from './changes-section.ts';
import { connectSection } from './connect-section.ts';
import { Html, html } from './html.ts';
import { SCRIPT } from './page-script.ts';
import { STYLE } from './page-style.ts';
import type { StatusPageView } from './status-page-view.ts';
import { statusSection } from './status-section.ts';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page's Content-Security-Policy: only its own style and script, by hash, and requests to this server. */
export const PAGE_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The status page: one HTML document without external assets. Without JavaScript it lacks live search and copy buttons. */
export function renderPage(view: StatusPageView): string {
  const { sources } = view.index?.status ?? EMPTY_STATUS;
  const docs = docsName(view.index?.status ?? EMPTY_STATUS);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${docs.title} for AI agents: ${view.index?.freshness.state ?? 'unreadable'}</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLE)}</style>
</head>
<body>
<header><h1>${docs.title} for AI agents</h1>
<p class="soft">A read-only <a href="https://modelcontextprotocol.io">MCP</a> server over ${docs.about}${repositoryLink(sources)}. A worker keeps its index at the newest commit; every answer says how fresh it is.</p></header>
<main>
<h2>Status</h2>
${statusSection(view)}
<h2 id="try">Try what agents get</h2>
<form id="search" role="search" hidden>
<input id="query" type="search" name="q" placeholder="How do I interrupt and resume a graph?" autocomplete="off" maxlength="500" aria-label="Query">
${view.tokenRequired ? html`<input id="token" type="password" placeholder="Access token" autocomplete="off" aria-label="Access token">` : null}
<button type="submit">Search</button></form>
${view.keepsQueries ? html`<p class="soft">This server keeps the queries it is sent, without who sent them.</p>` : null}
<noscript><p class="soft">The live search and the copy buttons need JavaScript. The rest of this page works without it.</p></noscript>
<p id="summary" class="soft" role="status" aria-live="polite"></p>
<div id="answer"></div>
${connectSection(view.baseUrl, view.tokenRequired)}
${view.index === null || view.index.freshness.state === 'empty' ? null : changesSection(view.changes, sources, view.now)}
</main>
<footer>eino-docs-mcp ${view.version} · <a href="health">health</a>${view.tokenRequired ? null : html` · <a href="metrics">metrics</a> · <a href="llms.txt">llms.txt</a> · <a href="openapi.json">API</a>`}</footer>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

/** Of the only source: the status section links several. */
function repositoryLink([first, second]: readonly SourceIdentity[]): Html | null {
  if (first === undefined || second !== undefined) return null;
  const repository = repositoryOf(first);
  return repository === null ? null : html` (<a href="https://github.com/${repository}">repository</a>)`;
}
