import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How to start one Qdrant program. */
interface QdrantCommand {
  readonly binary: string;
  /** Its working folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** One Qdrant program, which may end and start again with the same storage and ports. */
export class QdrantProcess {
  readonly #command: QdrantCommand;
  #child: ChildProcess | null = null;

  constructor(command: QdrantCommand) {
    this.#command = command;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts the program and resolves once it listens. */
  async start(): Promise<void> {
    const { binary, folder, env } = this.#command;
    const child = spawn(binary, [], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
    this.#child = child;
    const lastLines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lastLines.splice(0, lastLines.length - 10);
      lastLines.push(line);
      if (!line.includes('Qdrant HTTP listening')) continue;
      child.stdout.resume();
      return;
    }
    throw new Error(`${binary} exited before it listened:\n${lastLines.join('\n')}`);
  }

  /** Ends the program as a crash would. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Stops the program without ending it: its connections stay open, and nothing answers. */
  suspend(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }
}

/** The settings of a Qdrant on loopback ports, with its storage below a folder. */
export function qdrantEnv(
  folder: string,
  ports: { readonly http: number; readonly grpc: number },
  keys: { readonly key: string; readonly readOnlyKey: string },
): Record<string, string> {
  return {
    QDRANT__STORAGE__STORAGE_PATH: join(folder, 'storage'),
    QDRANT__STORAGE__SNAPSHOTS_PATH: join(folder, 'snapshots'),
    QDRANT__SERVICE__HOST: '127.0.0.1',
    QDRANT__SERVICE__HTTP_PORT: String(ports.http),
    QDRANT__SERVICE__GRPC_PORT: String(ports.grpc),
    QDRANT__SERVICE__API_KEY: keys.key,
    QDRANT__SERVICE__READ_ONLY_API_KEY: keys.readOnlyKey,
    QDRANT__SERVICE__JWT_RBAC: 'true',
    QDRANT__SERVICE__ENABLE_STATIC_CONTENT: 'false',
    QDRANT__TELEMETRY_DISABLED: 'true',
  };
}
