import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { Root } from '../../shared/domain/source.ts';
import type { SourceFile } from '../source/docs-source.ts';
import { isUnprintable, UNPRINTABLE_NAME } from '../source/document-files.ts';
import type { Format } from './format.ts';
import { TooComplex } from './parser-budget.ts';
import type { ChunkSizes } from './passages.ts';
import type { PreparedDocument } from './prepared-document.ts';

/**
 * Turns a file into a document and its chunks. A file that cannot become a document is returned as skipped, with a reason
 * for a person. Deterministic: the same bytes, path and root give the same result.
 * @param file with its path in the index, which is below `root.at`
 * @param format of the file, from `formatOf` in choose-format.ts
 * @param sizes of its chunks; absent: those for a model that reads more than any chunk has
 */
export function prepareDocument(
  file: SourceFile,
  root: Root,
  format: Format,
  sizes?: ChunkSizes,
): PreparedDocument | SkippedDocument {
  const { path, blob } = file;
  const skipped = (reason: string): SkippedDocument => ({ path, blob, reason });
  if (file.bytes === null) return skipped(file.withheld);
  // The bytes may come from the index, where they belong to another document.
  if (isUnprintable(path)) return skipped(UNPRINTABLE_NAME);
  const content = decode(file.bytes);
  if (content === null) return skipped('not UTF-8 text');
  try {
    const prepared = format.prepare({ path, blob, content }, root, sizes);
    return 'reason' in prepared ? skipped(prepared.reason) : prepared;
  } catch (error) {
    if (error instanceof TooComplex) return skipped(error.message);
    if (error instanceof RangeError) return skipped('nested too deeply');
    throw error;
  }
}

/** Decodes a file, including its byte order mark. Returns null if it is not UTF-8 or contains a NUL. */
function decode(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
