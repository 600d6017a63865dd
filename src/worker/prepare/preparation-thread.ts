/** The program of a preparation thread: prepares one file for every message it gets, and answers with the result. */
import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import type { PreparationJob } from './document-preparer.ts';

enableCompileCache();
const { prepareFile } = await import('./prepare-document.ts');

// An error ends the thread, and reaches the thread that started it.
parentPort?.on('message', async (job: PreparationJob) => {
  parentPort?.postMessage(await prepareFile(job));
});
