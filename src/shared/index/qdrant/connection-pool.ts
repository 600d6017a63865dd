import { Agent, DecoratorHandler, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Clock } from '../../clock.ts';
import { BodyTooLarge, type Proxies, proxyAgentOptions, RedirectRefused } from '../../outgoing-fetch.ts';
import { retryAfterMs } from '../../retry.ts';

/** What the Qdrant client does not report of a response: of `retry-after`, it reads only the first digit. */
export interface CapturedResponse {
  status?: number;
  retryAfterMs?: number;
  /** Why it was not read to its end, if that was our decision. */
  brokenOff?: BodyTooLarge | RedirectRefused;
}

/** Makes a connection pool like the client's own, except that it can be closed and its responses captured. */
export function connectionPool(proxies: Proxies | null): Dispatcher {
  const options = {
    connections: 32,
    connect: { timeout: 3_000 },
    // Qdrant drops idle connections after five seconds; a request sent at that moment would fail.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 4_000,
    // Callers set their own timeouts, by signal.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  return proxies === null
    ? new Agent(options)
    : new EnvHttpProxyAgent({ ...options, ...proxyAgentOptions(proxies) });
}

/** What the pool does for one request. */
export interface RequestWatch {
  /** What is known of the response is written to it. */
  readonly captured: CapturedResponse;
  /** The longest body, in bytes. */
  readonly maxBytes: number;
  readonly clock: Clock;
}

/**
 * Returns the pool for one request. Breaks off a response that is too large, and one that is a redirect: fetch would take
 * the key to whatever host it names, and Qdrant sends none.
 */
export function watchingDispatcher(pool: Dispatcher, watch: RequestWatch): Dispatcher {
  return pool.compose(
    (dispatch) => (options, handler) =>
      dispatch(options, new WatchingHandler(handler, watch, String(options.origin))),
  );
}

type Handler = Dispatcher.DispatchHandler;

/** With the hooks that undici's types omit. It also calls the older hooks, which the fetch of Node 22 and 24 has. */
const Decorator: new (handler: Handler) => Handler = DecoratorHandler;

class WatchingHandler extends Decorator {
  readonly #watch: RequestWatch;
  readonly #origin: string;
  #received = 0;

  constructor(handler: Handler, watch: RequestWatch, origin: string) {
    super(handler);
    this.#watch = watch;
    this.#origin = origin;
  }

  override onResponseStart(
    ...[controller, status, headers, statusText]: Parameters<NonNullable<Handler['onResponseStart']>>
  ): void {
    // Informational responses (1xx) are dropped: fetch ignores them, and the decorator accepts only one start.
    if (status < 200) return;
    const { captured, clock } = this.#watch;
    const waitMs = retryAfterMs({ get: (name) => headers[name]?.toString() ?? null }, clock());
    captured.status = status;
    if (waitMs !== undefined) captured.retryAfterMs = waitMs;
    const location = headers['location']?.toString();
    if (status < 400 && location !== undefined) {
      const target = URL.parse(location, this.#origin)?.origin ?? 'an address that is none';
      this.#breakOff(controller, new RedirectRefused(target));
      return;
    }
    // The request forbids compression. A compressed body stays as it is, or a small one could unpack to any size.
    const { 'content-encoding': _, ...plain } = headers;
    super.onResponseStart?.(controller, status, plain, statusText);
  }

  override onResponseData(...[controller, chunk]: Parameters<NonNullable<Handler['onResponseData']>>): void {
    this.#received += chunk.byteLength;
    const { maxBytes } = this.#watch;
    if (this.#received > maxBytes) this.#breakOff(controller, new BodyTooLarge(maxBytes));
    else super.onResponseData?.(controller, chunk);
  }

  #breakOff(
    controller: Dispatcher.DispatchController,
    reason: NonNullable<CapturedResponse['brokenOff']>,
  ): void {
    this.#watch.captured.brokenOff = reason;
    controller.abort(reason);
  }
}
