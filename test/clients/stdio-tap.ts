import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SERVER_MAIN, type Settings } from '../support/programs.ts';
import { type Exchange, messagesIn, Pairing } from './wire.ts';

/**
 * Runs the server as a child and passes its stdio through. Must run in a process of its own: it ends with the server.
 * @param record file to which each exchange is appended as a line of JSON
 * @public The program that `createStdioTap` writes imports it.
 * @param settings what the server finds in its environment, besides what the client gives it
 */
export function runBehindTap(record: string, settings: Settings): void {
  const server = spawn(process.execPath, [SERVER_MAIN], {
    env: { ...process.env, ...settings },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const pairing = new Pairing((exchange) => appendFileSync(record, `${JSON.stringify(exchange)}\n`));
  createInterface({ input: process.stdin }).on('line', (line) => {
    for (const message of messagesIn(line)) pairing.sent(message);
  });
  // The record is written before the line goes on, so that it is complete when the client has its last answer.
  createInterface({ input: server.stdout }).on('line', (line) => {
    for (const message of messagesIn(line)) pairing.received(message);
    process.stdout.write(`${line}\n`);
  });
  process.stdin.pipe(server.stdin);
  process.on('SIGTERM', () => server.kill('SIGTERM'));
  server.on('exit', (code) => process.exit(code ?? 1));
}

export interface StdioTap {
  /** A program that clients start with Node in the place of the server. */
  readonly script: string;
  readonly exchanges: () => readonly Exchange[];
}

/** Writes the program of a tap into a folder, where it also keeps its record. */
export function createStdioTap(folder: string, settings: Settings): StdioTap {
  const script = join(folder, 'server-behind-tap.mjs');
  const record = join(folder, 'exchanges.jsonl');
  const [module, ...parameters] = [import.meta.filename, record, settings].map((value) =>
    JSON.stringify(value),
  );
  writeFileSync(script, `import { runBehindTap } from ${module};\nrunBehindTap(${parameters});\n`);
  return {
    script,
    exchanges: () =>
      existsSync(record)
        ? readFileSync(record, 'utf8')
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as Exchange)
        : [],
  };
}
