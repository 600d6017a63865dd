import { join } from 'node:path';
import { peakMiB, residentMiB } from './process-usage.ts';
import { freePort } from './programs.ts';
import { QdrantProcess, qdrantEnv } from './qdrant-process.ts';
import { createTemporaryFolder, removeFolder } from './temporary-folder.ts';

/** A real Qdrant server. */
export interface QdrantServer {
  readonly url: string;
  readonly version: string;
  /** The read-write API key; undefined if the server requires none. */
  readonly key: string | undefined;
}

/** A Qdrant server that is a child process. */
export interface OwnQdrant extends QdrantServer {
  readonly key: string;
  /** The read-only API key. */
  readonly readOnlyKey: string;
  /** Returns the resident memory, in MiB. */
  memoryMiB(): number;
  /** Returns the peak memory since the process started, in MiB. */
  peakMiB(): number;
  /** The folder of its files. */
  readonly storage: string;
  /** Kills the process, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again with the same storage and port. */
  restart(): Promise<void>;
  /** Kills the process and removes its storage. */
  stop(): Promise<void>;
}

/** Starts a Qdrant program on a free loopback port with an empty storage folder of its own. */
export async function startQdrant(binary: string): Promise<OwnQdrant> {
  const storage = await createTemporaryFolder('qdrant');
  const ports = { http: await freePort(), grpc: await freePort() };
  const keys = { key: 'test-read-write', readOnlyKey: 'test-read-only' };
  const qdrant = new QdrantProcess({ binary, folder: storage, env: qdrantEnv(storage, ports, keys) });
  await qdrant.start();
  const url = `http://127.0.0.1:${ports.http}`;
  return {
    url,
    ...keys,
    version: await versionOf(url),
    memoryMiB: () => residentMiB(qdrant.pid),
    peakMiB: () => peakMiB(qdrant.pid),
    storage: join(storage, 'storage'),
    kill: () => qdrant.kill(),
    restart: () => qdrant.start(),
    stop: async () => {
      await qdrant.kill();
      await removeFolder(storage);
    },
  };
}

export async function versionOf(url: string): Promise<string> {
  const answer = await fetch(url);
  return ((await answer.json()) as { version: string }).version;
}
