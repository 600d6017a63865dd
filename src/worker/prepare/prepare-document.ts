import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { SourceFile } from '../source/docs-source.ts';
import { isUnprintable, UNPRINTABLE_NAME } from '../source/document-files.ts';
import type { Format, PreparationContext, Unprepared } from './format.ts';
import { TooComplex } from './parser-budget.ts';
import type { PreparedDocument } from './prepared-document.ts';

/** A file that does not become a document, and when that may change by time alone. */
export type SkippedFile = SkippedDocument & Pick<Unprepared, 'dueAt'>;

/**
 * Turns a file into a document and its chunks. A file that cannot become a document is returned as skipped, with a reason
 * for a person. Deterministic: the same bytes, path and context give the same result.
 * @param file with its path in the index, which is below `root.at`
 * @param format of the file, from `formatOf` in choose-format.ts
 */
export function prepareDocument(
  file: SourceFile,
  context: PreparationContext,
  format: Format,
): PreparedDocument | SkippedFile {
  const { path, blob } = file;
  const skipped = (reason: string): SkippedFile => ({ path, blob, reason });
  if (file.bytes === null) return skipped(file.withheld);
  // The bytes may come from the index, where they belong to another document.
  if (isUnprintable(path)) return skipped(UNPRINTABLE_NAME);
  const content = decode(file.bytes);
  if (content === null) return skipped('not UTF-8 text');
  if (isLfsPointer(content)) return skipped('a Git LFS pointer: its content is not in the repository');
  try {
    const prepared = format.prepare({ path, blob, content }, context);
    return 'reason' in prepared ? { path, blob, ...prepared } : prepared;
  } catch (error) {
    if (error instanceof TooComplex) return skipped(error.message);
    if (error instanceof RangeError) return skipped('nested too deeply');
    throw error;
  }
}

/** The specification of Git LFS: a pointer is shorter than 1,024 bytes. */
function isLfsPointer(content: string): boolean {
  const isVersion = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\r?\n/.test(content);
  return content.length < 1_024 && isVersion && /^oid /m.test(content);
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
