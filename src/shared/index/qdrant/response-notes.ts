import { Agent, DecoratorHandler, type Dispatcher } from 'undici';
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

type Handler = Dispatcher.DispatchHandler;

/** With the hooks that undici's types leave out. It also calls the older hooks, which the fetch of Node 22 and 24 has. */
const Decorator: new (handler: Handler) => Handler = DecoratorHandler;

class NotingHandler extends Decorator {
  readonly #note: ResponseNote;
  readonly #now: () => number;

  constructor(handler: Handler, note: ResponseNote, now: () => number) {
    super(handler);
    this.#note = note;
    this.#now = now;
  }

  override onResponseStart(
    ...[controller, status, headers, statusText]: Parameters<NonNullable<Handler['onResponseStart']>>
  ): void {
    // An interim answer: fetch has no use for it, and the decorator takes only one start.
    if (status < 200) return;
    const wish = retryAfterMs({ get: (name) => headers[name]?.toString() ?? null }, this.#now());
    this.#note.status = status;
    if (wish !== undefined) this.#note.retryAfterMs = wish;
    super.onResponseStart?.(controller, status, headers, statusText);
  }
}
