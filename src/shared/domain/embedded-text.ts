import { createHash } from 'node:crypto';
import type { Chunk } from './chunk.ts';
import { withoutLinkTargets } from './link-targets.ts';

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
