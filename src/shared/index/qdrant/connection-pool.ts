import { Agent, DecoratorHandler, type Dispatcher } from 'undici';
import type { Clock } from '../../clock.ts';
import { retryAfterMs } from '../../retry.ts';

/** What the Qdrant client does not report of a response: of `retry-after`, it reads only the first digit. */
export interface CapturedResponse {
  status?: number;
  retryAfterMs?: number;
}

/** Makes a connection pool like the client's own, except that it can be closed and its responses captured. */
export function connectionPool(): Agent {
  return new Agent({
    connections: 32,
    connect: { timeout: 3_000 },
    // Qdrant drops idle connections after five seconds; a request sent at that moment would fail.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 4_000,
    // Callers set their own timeouts, by signal.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** Returns the pool for one request: status and `retry-after` of the response are written to `captured`. */
export function capturingDispatcher(pool: Agent, captured: CapturedResponse, clock: Clock): Dispatcher {
  return pool.compose(
    (dispatch) => (options, handler) => dispatch(options, new CapturingHandler(handler, captured, clock)),
  );
}

type Handler = Dispatcher.DispatchHandler;

/** With the hooks that undici's types omit. It also calls the older hooks, which the fetch of Node 22 and 24 has. */
const Decorator: new (handler: Handler) => Handler = DecoratorHandler;

class CapturingHandler extends Decorator {
  readonly #captured: CapturedResponse;
  readonly #clock: Clock;

  constructor(handler: Handler, captured: CapturedResponse, clock: Clock) {
    super(handler);
    this.#captured = captured;
    this.#clock = clock;
  }

  override onResponseStart(
    ...[controller, status, headers, statusText]: Parameters<NonNullable<Handler['onResponseStart']>>
  ): void {
    // Informational responses (1xx) are dropped: fetch ignores them, and the decorator accepts only one start.
    if (status < 200) return;
    const waitMs = retryAfterMs({ get: (name) => headers[name]?.toString() ?? null }, this.#clock());
    this.#captured.status = status;
    if (waitMs !== undefined) this.#captured.retryAfterMs = waitMs;
    super.onResponseStart?.(controller, status, headers, statusText);
  }
}
