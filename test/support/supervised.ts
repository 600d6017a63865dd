import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cleanEnv, freePort, processPath } from './programs.ts';
import { createTemporaryFolder, removeFolder } from './temporary-folder.ts';

const supervisor = fileURLToPath(new URL('../../supervisor.sh', import.meta.url));

/** A running supervisor and its output. */
export interface Supervised extends AsyncDisposable {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  readonly qdrantPort: number;
  readonly serverUrl: string;
  /** Resolves with the first line, earlier or later, that matches. Rejects if the supervisor exits without one. */
  line(pattern: RegExp): Promise<string>;
  /** Resolves with the process id of a stub process: of the `nth` start of that program, counted from 1. */
  pid(program: 'Qdrant' | 'server', nth?: number): Promise<number>;
  signal(name: NodeJS.Signals): void;
  /** Resolves with the exit code when the supervisor has exited and all of its output has been read. */
  ended(): Promise<number | null>;
  /** Returns the command lines of the processes that this supervisor started, directly or not, and that still run. */
  survivors(): Promise<string[]>;
}

/**
 * Starts `supervisor.sh`, by default with stub processes for Qdrant and the server.
 * @param environment added to PATH and two free ports
 */
export async function supervise(
  environment: Record<string, string> = {},
  serverCommand: readonly string[] = [process.execPath, processPath('stub-server-process')],
): Promise<Supervised> {
  const mark = randomUUID();
  const storage = await createTemporaryFolder('supervised');
  const [qdrantPort, port] = [await freePort(), await freePort()];
  const child = spawn(supervisor, serverCommand, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...cleanEnv({}),
      SUPERVISED_MARK: mark,
      // Ten times the defaults, for a machine ten times slower.
      STARTUP_TIMEOUT: '300',
      STOP_TIMEOUT: '100',
      // Another user may not be able to read this checkout.
      SEPARATE_USERS: 'false',
      QDRANT_BIN: processPath('stub-qdrant-process'),
      QDRANT__SERVICE__HOST: '127.0.0.1',
      QDRANT__SERVICE__HTTP_PORT: String(qdrantPort),
      QDRANT__SERVICE__GRPC_PORT: String(await freePort()),
      QDRANT__STORAGE__STORAGE_PATH: join(storage, 'storage'),
      QDRANT__STORAGE__SNAPSHOTS_PATH: join(storage, 'snapshots'),
      QDRANT__TELEMETRY_DISABLED: 'true',
      QDRANT_INIT_FILE_PATH: join(storage, 'initialized'),
      PORT: String(port),
      ...environment,
    },
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of waiting) check();
  };
  let closed = false;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      wake();
    });
  }
  child.once('close', () => {
    closed = true;
    wake();
  });

  function line(pattern: RegExp, nth = 1): Promise<string> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = lines.filter((text) => pattern.test(text))[nth - 1];
        if (found === undefined && !closed) return;
        waiting.delete(check);
        if (found !== undefined) resolve(found);
        else reject(new Error(`the supervisor exited without ${pattern}:\n${lines.join('\n')}`));
      };
      waiting.add(check);
      check();
    });
  }

  async function ended(): Promise<number | null> {
    if (!closed) await once(child, 'close');
    return child.exitCode;
  }

  return {
    process: child,
    lines,
    qdrantPort,
    serverUrl: `http://127.0.0.1:${port}`,
    line,
    pid: async (program, nth = 1) =>
      Number((await line(new RegExp(`stub ${program} \\d+ listens`), nth)).match(/ (\d+) listens/)?.[1]),
    signal: (name) => child.kill(name),
    ended,
    async survivors() {
      const found = await markedProcesses(mark);
      const killed = await Promise.all(found.map(({ pid }) => isKilled(pid)));
      return found.filter((_, at) => !killed[at]).map(({ command }) => command);
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      for (const { pid } of await markedProcesses(mark)) killIfRunning(pid);
      await ended();
      await removeFolder(storage);
    },
  };
}

/** Kills a process, which may have exited since it was found. */
function killIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether SIGKILL has been sent to a process: on a busy machine it takes a while until the process is gone. */
async function isKilled(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  if (status === null) return true;
  const pending = [...status.matchAll(/^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)/gm)];
  return pending.some(([, mask]) => (BigInt(`0x${mask}`) & SIGKILL_BIT) !== 0n);
}

/** Signal 9 in the masks of `/proc/<pid>/status` (proc_pid_status(5)). */
const SIGKILL_BIT = 1n << 8n;

/** Finds processes by a variable in their environment, which they inherit even if their parent has exited. */
async function markedProcesses(mark: string): Promise<{ pid: number; command: string }[]> {
  const found: { pid: number; command: string }[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.includes(mark)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    found.push({ pid: Number(pid), command: command.replaceAll('\0', ' ').trim() });
  }
  return found;
}
