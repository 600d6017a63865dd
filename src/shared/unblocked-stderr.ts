import { destination } from 'pino';

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
