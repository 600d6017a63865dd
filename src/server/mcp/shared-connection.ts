import { RPC, RpcError, type RpcRequest, type RpcResponse } from './json-rpc.ts';

/** A message as the SDKs' servers take and send it. */
type SdkMessage = Record<string, unknown> & { readonly jsonrpc: '2.0' };

interface Outcome {
  readonly response: RpcResponse;
  /** The server did not accept the request: no method was called. */
  readonly refused: boolean;
}

/**
 * Carries the requests of all clients over one connection to a protocol server of an SDK. The SDKs bind a server object
 * to a connection; with this, a stateless server needs one such object altogether instead of one for each request.
 * Requests get ids of their own on it, because those of different clients may be equal.
 */
export class SharedConnection {
  readonly #deliver: (message: SdkMessage) => void;
  readonly #waiting = new Map<unknown, (outcome: Pick<SdkMessage, 'result' | 'error'>) => void>();
  #lastId = 0;
  /** The id of the request that is being delivered. The SDKs refuse requests at once, and run handlers later. */
  #delivering = 0;

  /** @param deliver gives a message to the server */
  constructor(deliver: (message: SdkMessage) => void) {
    this.#deliver = deliver;
  }

  /** Resolves with the response, under the request's own id. When `signal` aborts, rejects and cancels the request. */
  async request(request: RpcRequest, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    const id = ++this.#lastId;
    const answered = Promise.withResolvers<Pick<SdkMessage, 'result' | 'error'>>();
    const cancel = () => {
      this.#deliver({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
      answered.reject(signal.reason);
    };
    this.#waiting.set(id, answered.resolve);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const refused = this.#deliverRequest({ ...request, id });
      const { result, error } = await answered.promise;
      const response = { jsonrpc: '2.0', id: request.id, ...(error === undefined ? { result } : { error }) };
      return { response: response as RpcResponse, refused };
    } finally {
      this.#waiting.delete(id);
      signal.removeEventListener('abort', cancel);
    }
  }

  /** @returns whether the server has refused the request */
  #deliverRequest(request: SdkMessage & { readonly id: number }): boolean {
    this.#delivering = request.id;
    try {
      this.#deliver(request);
    } catch {
      this.refuse();
    }
    const isWaiting = this.#waiting.has(request.id);
    this.#delivering = 0;
    return !isWaiting;
  }

  /** Takes a message from the server. Anything but a response is dropped: nobody listens for it. */
  readonly take = async (message: object): Promise<void> => {
    const { id, result, error } = message as SdkMessage;
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.({ result, error });
  };

  /**
   * Takes an error of the server. The SDKs drop requests that do not match their schemas and only report it, and throw
   * if one is nested too deep; its client gets an answer here.
   */
  readonly refuse = (): void => {
    if (this.#delivering === 0) return;
    const { code, message } = new RpcError(
      RPC.invalidParams,
      'The request does not match the schema of MCP; look at params._meta',
    );
    void this.take({ id: this.#delivering, error: { code, message } });
  };
}
