import { createHash } from 'node:crypto';
import type { Chunk } from './chunk.ts';

/**
 * The text a chunk is embedded as: where it stands, then what it says. Neither its path nor the addresses it links to
 * are part of it, so a rename keeps its vectors and those of the pages that link to it.
 */
export function embeddedText(chunk: Pick<Chunk, 'title' | 'breadcrumbs' | 'text'>): string {
  return `${[chunk.title, ...chunk.breadcrumbs].join(' > ')}\n\n${withoutLinkTargets(chunk.text)}`;
}

/** The content hash (sha256, hex) of an embedded text. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The target and title of a Markdown link or image; a target may hold pairs of round brackets. */
const TARGET = /\]\((?:https?:\/\/|\.{0,2}\/|#)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: "[^"\n]*")?\)/g;

/**
 * Markdown without the addresses its links lead to, which say nothing of what it is about. Only addresses that look
 * like one: in code, an index may be followed by a call.
 */
export function withoutLinkTargets(markdown: string): string {
  return markdown.replace(TARGET, ']');
}
