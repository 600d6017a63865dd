import { createHash } from 'node:crypto';
import type { Chunk } from './chunk.ts';

/** The text a chunk is embedded as: where it stands, then what it says. The path is no part of it, so a rename keeps its vectors. */
export function embeddedText(chunk: Pick<Chunk, 'title' | 'breadcrumbs' | 'text'>): string {
  return `${[chunk.title, ...chunk.breadcrumbs].join(' > ')}\n\n${chunk.text}`;
}

/** The content hash (sha256, hex) of an embedded text. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
