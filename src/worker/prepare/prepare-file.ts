import { formatOf } from './choose-format.ts';
import type { PreparationJob } from './document-preparer.ts';
import { sizesFor } from './passages.ts';
import { prepareDocument, type SkippedFile } from './prepare-document.ts';
import type { PreparedDocument } from './prepared-document.ts';

/** Prepares one file in this thread, in the format of its name. */
export async function prepareFile({
  file,
  root,
  now,
  limits,
}: PreparationJob): Promise<PreparedDocument | SkippedFile> {
  return prepareDocument(file, { root, now, sizes: sizesFor(limits) }, await formatOf(file.path));
}
