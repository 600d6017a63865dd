import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DocsName } from '../documents/source-names.ts';
import { Html, html } from './html.ts';
import { FAVICON, LOGO } from './logo.ts';

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
