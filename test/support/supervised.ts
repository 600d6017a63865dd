import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from './programs.ts';

const supervisor = fileURLToPath(new URL('../../supervisor.sh', import.meta.url));
const standInQdrant = fileURLToPath(new URL('./stand-in-qdrant.ts', import.meta.url));
const standInServer = fileURLToPath(new URL('./stand-in-server.ts', import.meta.url));

/** A supervisor that runs, with what it wrote so far. */
export interface Supervised extends AsyncDisposable {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  readonly qdrantPort: number;
  readonly serverUrl: string;
  /** Resolves with the first line, past or to come, that matches; rejects when the supervisor ends without one. */
  line(pattern: RegExp): Promise<string>;
  /** The process id that a stand-in wrote: of the `nth` start of that program, counted from 1. */
  pid(program: 'Qdrant' | 'server', nth?: number): Promise<number>;
  signal(name: NodeJS.Signals): void;
  /** Resolves with the exit code when the supervisor has ended and all it wrote has been read. */
  ended(): Promise<number | null>;
  /** Command lines of the processes that this supervisor started, directly or not, and that still run. */
  survivors(): Promise<string[]>;
}

/**
 * Starts `supervisor.sh` with stand-ins for Qdrant and the server, unless told otherwise.
 * @param environment on top of PATH and two free ports
 */
export async function supervise(
  environment: Record<string, string> = {},
  serverCommand: readonly string[] = [process.execPath, standInServer],
): Promise<Supervised> {
  const mark = randomUUID();
  const storage = await mkdtemp(join(tmpdir(), 'supervised-'));
  const [qdrantPort, port] = [await freePort(), await freePort()];
  const child = spawn(supervisor, serverCommand, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      SUPERVISED_MARK: mark,
      QDRANT_BIN: standInQdrant,
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
        else reject(new Error(`the supervisor ended without ${pattern}:\n${lines.join('\n')}`));
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
      Number((await line(new RegExp(`stand-in ${program} \\d+ listens`), nth)).match(/ (\d+) listens/)?.[1]),
    signal: (name) => child.kill(name),
    ended,
    survivors: () => processesMarked(mark),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      for (const { pid } of await marked(mark)) killIfThere(pid);
      await ended();
      await rm(storage, { recursive: true, force: true });
    },
  };
}

/** A process may end by itself between being found and being killed. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function processesMarked(mark: string): Promise<string[]> {
  return (await marked(mark)).map(({ command }) => command);
}

/** Finds processes by a variable in their environment, which they inherit whoever their parent has become. */
async function marked(mark: string): Promise<{ pid: number; command: string }[]> {
  const found: { pid: number; command: string }[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.includes(mark)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    found.push({ pid: Number(pid), command: command.replaceAll('\0', ' ').trim() });
  }
  return found;
}
