import { basename, dirname, resolve } from 'node:path';
import { createStream } from 'rotating-file-stream';
import type { Logger } from '../shared/logger.ts';
import { QUERY_LOG_FILES, type QueryLogEntry } from '../shared/query-log.ts';

/** Size at which the log goes on in a new file. */
const FILE_SIZE = '10M';

/** Appends every search to a file, as JSON lines. */
export interface QueryLog {
  write(entry: QueryLogEntry): void;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

/**
 * Opens the query log, whose folder is created. A log that cannot be written stops nothing: the server's own log says so
 * once, and the queries from then on are lost.
 * @param path QUERY_LOG; rotated files have `.1`, `.2` … behind it
 */
export function openQueryLog(path: string, logger: Pick<Logger, 'warn'>): QueryLog {
  const name = basename(path);
  const stream = createStream((index) => (index === null ? name : `${name}.${index}`), {
    path: dirname(resolve(path)),
    size: FILE_SIZE,
    rotate: QUERY_LOG_FILES - 1,
    mode: 0o600,
  });
  let failed = false;
  stream.on('error', (error) => {
    if (!failed) logger.warn({ reason: error.message }, 'the query log cannot be written');
    failed = true;
  });
  return {
    write(entry) {
      if (!failed) stream.write(`${JSON.stringify(entry)}\n`);
    },
    close: () =>
      new Promise((done) => {
        if (stream.closed) return done();
        stream.once('close', done);
        stream.end();
      }),
  };
}
