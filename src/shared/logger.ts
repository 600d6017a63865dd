import { destination, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { withoutSecrets } from './secrets.ts';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * Creates a logger that writes JSON lines to stderr. Stdout belongs to the protocol and to `--json`. No
 * line contains a secret.
 * @param program written to every line as `name`, because the logs of both programs are often in one place
 * @param stream default: stderr, where each line is written before the program goes on
 */
export function createLogger(
  program: string,
  level: string,
  stream: LogStream = destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: { name: program },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: withoutSecrets },
    },
    stream,
  );
}

/** Discards everything. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Where log lines go. */
export interface LogStream {
  write(text: string): unknown;
}

/** In bytes: as much of the log waits for its reader. What comes after it is dropped. */
const MAX_WAITING = 256 * 1024;

/**
 * Stderr for a program that must go on although nobody reads its stderr: hosts of MCP servers may start one with a pipe
 * there and never look at it. Such a pipe is full after some 64 KB, and an ordinary write then waits for ever.
 */
export function unblockedStderr(): LogStream {
  return destination({ dest: 2, sync: false, maxLength: MAX_WAITING });
}
