import type { Document, DocumentEntry, OutlineHeading } from '../../domain/document.ts';
import { type Row, text } from './row.ts';

/** The document in a row with `entry`, `outline` and `content`. */
export function storedDocument(row: Row): Document {
  return {
    ...(JSON.parse(text(row, 'entry')) as DocumentEntry),
    outline: JSON.parse(text(row, 'outline')) as OutlineHeading[],
    content: text(row, 'content'),
  };
}
