import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Creates an empty folder below the system's folder for temporary files. */
export async function createTemporaryFolder(name: string): Promise<string> {
  return await mkdtemp(join(tmpdir(), `eino-docs-${name}-`));
}

/**
 * Removes a folder with everything in it. Tries again while a process that is ending still writes into the folder.
 * @param folder undefined if the set-up failed before the folder was created
 */
export async function removeFolder(folder: string | undefined): Promise<void> {
  if (folder !== undefined)
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
