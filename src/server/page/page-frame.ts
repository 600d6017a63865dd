import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DocsName } from '../documents/source-names.ts';
import { Html, html } from './html.ts';

const read = (name: string) => readFileSync(new URL(`./browser/${name}`, import.meta.url), 'utf8');
const STYLE = ['base.css', 'status.css', 'search.css', 'sections.css', 'document.css'].map(read).join('');
const SCRIPT = `{\n${['page.js', 'live-search.js', 'keyboard.js', 'status-poll.js', 'copy-buttons.js'].map(read).join('')}}`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The Content-Security-Policy of every page: only its own style and script, by hash, and requests to this server. */
export const PAGE_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export interface Frame {
  readonly docs: DocsName;
  readonly title: string;
  readonly description: string;
  /** The base of this server relative to the page: `''` or `../`, as often as the page is deep. */
  readonly root: string;
  /** Milliseconds since the epoch, by the clock of the server. */
  readonly now: number;
  readonly version: string;
  /** Whether a browser needs a token for every document. */
  readonly tokenRequired: boolean;
  readonly main: Html;
}

/** A whole page: one HTML document without other files. Without JavaScript, it can be read and searched. */
export function renderFrame(frame: Frame): string {
  const { docs, title, description, root, now, version, tokenRequired, main } = frame;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="${FAVICON}">
<style>${new Html(STYLE)}</style>
</head>
<body data-root="${root}" data-now="${now}">
<header class="top"><a class="home" href="${root === '' ? './' : root}">${LOGO}<span>${docs.title}</span></a>
<nav aria-label="Page"><a href="${root}./#connect">Connect</a><a href="${root}./#changes">Changes</a></nav></header>
${main}
<footer>eino-docs-mcp ${version} · <a href="${root}health">health</a>${tokenRequired ? null : html` · <a href="${root}metrics">metrics</a> · <a href="${root}llms.txt">llms.txt</a> · <a href="${root}openapi.json">API</a>`}</footer>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.text;
}

const DRAWING =
  '<rect width="32" height="32" rx="9" fill="#3a53c5"/><path d="M8.5 15.5h15a7.5 7.5 0 1 0-2.6 6.9" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/><circle cx="21.3" cy="22.4" r="3.1" fill="#fff"/><circle cx="8.5" cy="15.5" r="2.4" fill="#fff"/>';

/** The mark of the page: an e that ends in a node, drawn for this project. */
const LOGO = new Html(
  `<svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">${DRAWING}</svg>`,
);

/** The same as an address for `<link rel="icon">`. */
const FAVICON = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${DRAWING}</svg>`)}`;
