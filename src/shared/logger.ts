import { destination, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * JSON lines on stderr: stdout belongs to the protocol and to `--json`.
 * @param program written to every line as `name`: logs of both programs often end up in one place
 */
export function createLogger(program: string, level: string): Logger {
  return pino(
    {
      level,
      base: { name: program },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination({ dest: 2, sync: true }),
  );
}

/** For tests and for code that must be quiet. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
