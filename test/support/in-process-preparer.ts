import type { DocumentPreparer } from '../../src/worker/prepare/document-preparer.ts';
import { prepareFile } from '../../src/worker/prepare/prepare-document.ts';

/** Prepares documents as the worker does, without a thread of its own that each sync would have to wait for. */
export const inProcessPreparer: DocumentPreparer = {
  filesAtOnce: 1,
  prepare: prepareFile,
  close: async () => {},
};
