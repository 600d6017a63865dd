import { Agent, DecoratorHandler, type Dispatcher, util } from 'undici';
import { retryAfterMs } from '../../retry.ts';

/** What the client does not pass on of an answer: it keeps only the first digit of `retry-after`. */
export interface ResponseNote {
  status?: number;
  /** Milliseconds. */
  retryAfterMs?: number;
}

/** A connection pool of the kind the client makes for itself, which in addition can be closed and read along with. */
export function connectionPool(): Agent {
  return new Agent({
    connections: 32,
    connect: { timeout: 3_000 },
    // Qdrant drops idle connections after five seconds; a request sent at that moment would fail.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 4_000,
    // Time-outs are the caller's, by signal.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** The pool as one request is sent through it: status and headers of the answer are left in `note`. */
export function noting(pool: Agent, note: ResponseNote, now: () => number): Dispatcher {
  return pool.compose(
    (dispatch) => (options, handler) => dispatch(options, new NotingHandler(handler, note, now)),
  );
}

class NotingHandler extends DecoratorHandler implements Dispatcher.DispatchHandlers {
  readonly #handler: Dispatcher.DispatchHandlers;
  readonly #note: ResponseNote;
  readonly #now: () => number;

  constructor(handler: Dispatcher.DispatchHandlers, note: ResponseNote, now: () => number) {
    super(handler);
    this.#handler = handler;
    this.#note = note;
    this.#now = now;
  }

  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void, statusText: string): boolean {
    const headers = util.parseHeaders(rawHeaders);
    const wish = retryAfterMs({ get: (name) => headers[name]?.toString() ?? null }, this.#now());
    this.#note.status = status;
    if (wish !== undefined) this.#note.retryAfterMs = wish;
    return this.#handler.onHeaders?.(status, rawHeaders, resume, statusText) ?? true;
  }
}
