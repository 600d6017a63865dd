import type { SourceFile } from '../source/docs-source.ts';
import { isUnprintable, UNPRINTABLE_NAME } from '../source/document-files.ts';
import type { PreparationJob } from './document-preparer.ts';
import type { Format, PreparationContext } from './format.ts';
import { markdownFormat } from './markdown-format.ts';
import { TooComplex } from './parser-budget.ts';
import { sizesFor } from './passages.ts';
import type { PreparedDocument, SkippedFile } from './prepared-document.ts';

/** Prepares one file in this thread, in the format of its name. */
export async function prepareFile({
  file,
  root,
  now,
  limits,
}: PreparationJob): Promise<PreparedDocument | SkippedFile> {
  return prepareDocument(file, { root, now, sizes: sizesFor(limits) }, await formatOf(file.path));
}

/** The format of a file, by its name. The Go parser is loaded with the first Go file: most indexes have none. */
export async function formatOf(path: string): Promise<Format> {
  return path.endsWith('.go') ? await loadedGoFormat() : markdownFormat;
}

let goFormat: Promise<Format> | null = null;

function loadedGoFormat(): Promise<Format> {
  goFormat ??= import('./go/go-format.ts').then(({ loadGoFormat }) => loadGoFormat());
  return goFormat;
}

/**
 * Turns a file into a document and its chunks. A file that cannot become a document is returned as skipped, with a reason
 * for a person. Deterministic: the same bytes, path and context give the same result.
 * @param file with its path in the index, which is below `root.at`
 * @param format of the file, from `formatOf`
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
