/** A request of this process, before it is sent. */
export interface PendingRequest {
  /** Method and path without the query, such as `PUT /collections/docs/points`. */
  readonly route: string;
  readonly body: string;
}

/** Removes the hook when disposed of. */
export interface RequestHook extends Disposable {
  /** Whether the moment has come. */
  readonly happened: boolean;
}

/** Does something once, before the first request of this process that matches is sent, which waits for it. */
export function beforeRequest(
  matches: (request: PendingRequest) => boolean,
  action: () => Promise<void>,
): RequestHook {
  const original = globalThis.fetch;
  let happened = false;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const route = `${init?.method?.toUpperCase() ?? 'GET'} ${url.pathname}`;
    if (!happened && matches({ route, body: String(init?.body ?? '') })) {
      happened = true;
      await action();
    }
    return original(input, init);
  };
  return {
    get happened() {
      return happened;
    },
    [Symbol.dispose]: () => {
      globalThis.fetch = original;
    },
  };
}
