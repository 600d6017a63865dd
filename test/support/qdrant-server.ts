import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../demo/free-port.ts';

/** A running Qdrant server. */
export interface QdrantServer {
  readonly url: string;
  readonly version: string;
  /** The read-write key; undefined if the server requires none. */
  readonly key: string | undefined;
}

/** A server that the tests started. */
export interface OwnQdrant extends QdrantServer {
  readonly key: string;
  /** The read-only key. */
  readonly readOnlyKey: string;
  /** Resident memory in bytes. */
  memory(): Promise<number>;
  /** Kills it, like a crash. */
  kill(): Promise<void>;
  /** Starts it again, with the same storage and port. */
  restart(): Promise<void>;
  /** Kills it and deletes its storage. */
  stop(): Promise<void>;
}

/** Starts a Qdrant binary on a free loopback port with an empty storage. */
export async function startQdrant(binary: string): Promise<OwnQdrant> {
  const storage = await mkdtemp(join(tmpdir(), 'qdrant-'));
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
    memory: async () => {
      const status = await readFile(`/proc/${process.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      process = await launch(binary, storage, env);
    },
    stop: async () => {
      await end('SIGKILL');
      await rm(storage, { recursive: true, force: true });
    },
  };
}

/** Resolves once the server logs that it is listening. */
async function launch(binary: string, folder: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(binary, [], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    if (!line.includes('Qdrant HTTP listening')) continue;
    child.stdout.resume();
    return child;
  }
  throw new Error(`${binary} ended before it listened`);
}

export async function versionOf(url: string): Promise<string> {
  const answer = await fetch(url);
  return ((await answer.json()) as { version: string }).version;
}
