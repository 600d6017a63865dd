/** The program of a preparation thread that does with a file what its content says. */
import { parentPort } from 'node:worker_threads';
import type { PreparationJob } from '../../src/worker/prepare/document-preparer.ts';

parentPort?.on('message', ({ file }: PreparationJob) => {
  const content = new TextDecoder().decode(file.bytes ?? new Uint8Array());
  if (content === 'loop') for (;;);
  // Takes longer with every character than any test waits.
  if (content === 'regular expression') /^(a+)+$/.test(`${'a'.repeat(200)}b`);
  if (content === 'error') throw new Error('a defect');
  parentPort?.postMessage({ path: file.path, blob: file.blob, reason: content });
});
