import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { processPath } from './programs.ts';

export interface ReaderProcess {
  /** Resolves when the process has printed this line, earlier or later. Rejects if it exits without printing it. */
  printed(line: object): Promise<void>;
  /** Everything that the process has printed. */
  readonly lines: readonly string[];
  /** Stops the process and resolves when it has exited. */
  stop(): Promise<void>;
}

/** Starts a process that reads an index file without pause, as another user if `uid` is given. */
export function startReader(path: string, uid?: number): ReaderProcess {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      processPath('sqlite-reader-process'),
      path,
      ...(uid === undefined ? [] : [String(uid)]),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines: string[] = [];
  const output = createInterface(child.stdout).on('line', (line) => lines.push(line));
  const ended = once(output, 'close');
  return {
    lines,
    async printed(line) {
      while (!lines.includes(JSON.stringify(line))) {
        const [next] = await Promise.race([once(output, 'line'), ended]);
        if (next === undefined) throw new Error(`the reader exited after it printed ${lines.join(' ')}`);
      }
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
