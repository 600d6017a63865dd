import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { residentMiB } from './process-usage.ts';
import { freePort } from './programs.ts';
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
  const [port, grpcPort] = [await freePort(), await freePort()];
  const keys = { key: 'test-read-write', readOnlyKey: 'test-read-only' };
  const env = {
    QDRANT__STORAGE__STORAGE_PATH: join(storage, 'storage'),
    QDRANT__STORAGE__SNAPSHOTS_PATH: join(storage, 'snapshots'),
    QDRANT__SERVICE__HOST: '127.0.0.1',
    QDRANT__SERVICE__HTTP_PORT: String(port),
    QDRANT__SERVICE__GRPC_PORT: String(grpcPort),
    QDRANT__SERVICE__API_KEY: keys.key,
    QDRANT__SERVICE__READ_ONLY_API_KEY: keys.readOnlyKey,
    QDRANT__SERVICE__JWT_RBAC: 'true',
    QDRANT__SERVICE__ENABLE_STATIC_CONTENT: 'false',
    QDRANT__TELEMETRY_DISABLED: 'true',
  };
  let process = await launch(binary, storage, env);
  const url = `http://127.0.0.1:${port}`;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (process.exitCode !== null || process.signalCode !== null) return;
    process.kill(signal);
    await once(process, 'exit');
  };
  return {
    url,
    ...keys,
    version: await versionOf(url),
    memoryMiB: () => residentMiB(process.pid ?? 0),
    kill: () => end('SIGKILL'),
    restart: async () => {
      process = await launch(binary, storage, env);
    },
    stop: async () => {
      await end('SIGKILL');
      await removeFolder(storage);
    },
  };
}

/** Starts the program and resolves once it listens. */
async function launch(binary: string, folder: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(binary, [], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    if (!line.includes('Qdrant HTTP listening')) continue;
    child.stdout.resume();
    return child;
  }
  throw new Error(`${binary} exited before it listened`);
}

export async function versionOf(url: string): Promise<string> {
  const answer = await fetch(url);
  return ((await answer.json()) as { version: string }).version;
}
