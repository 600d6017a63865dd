import { createHash } from 'node:crypto';
import type { Chunk } from './chunk.ts';

/**
 * Returns the text a chunk is embedded as: title and breadcrumbs, then its text. Paths and link targets are left out,
 * so that renaming a document changes neither its own vectors nor those of documents that link to it.
 */
export function embeddedText(chunk: Pick<Chunk, 'title' | 'breadcrumbs' | 'text'>): string {
  return `${[chunk.title, ...chunk.breadcrumbs].join(' > ')}\n\n${withoutLinkTargets(chunk.text)}`;
}

/** Returns the content hash (sha256, hex) of an embedded text. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Target and title of a Markdown link or image; a target may contain balanced parentheses. */
const LINK_TARGET = /\]\((?:https?:\/\/|\.{0,2}\/|#)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: "[^"\n]*")?\)/g;

/**
 * Removes link targets from Markdown: they say nothing about its subject. Only what looks like an address is removed,
 * because in code an index expression may be followed by a call (`handlers[0](ctx)`).
 */
export function withoutLinkTargets(markdown: string): string {
  return markdown.replace(LINK_TARGET, ']');
}
