import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CancelledNotificationSchema,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';

/** Watches a connected transport for requests that have not been answered yet. */
export class PendingRequests {
  readonly #pending = new Set<RequestId>();
  #whenNone: () => void = () => {};

  constructor(transport: Pick<Transport, 'onmessage' | 'send'>) {
    const deliver = transport.onmessage;
    transport.onmessage = (message, extra) => {
      this.#arrived(message);
      deliver?.(message, extra);
    };
    const send = transport.send.bind(transport);
    transport.send = async (message, options) => {
      await send(message, options);
      if (('result' in message || 'error' in message) && message.id !== undefined) this.#done(message.id);
    };
  }

  /** Resolves once every request has been answered, or after `ms` milliseconds. */
  async answered(ms: number): Promise<void> {
    if (this.#pending.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#whenNone = resolve;
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
  }

  #arrived(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message)) this.#pending.add(message.id);
    const cancelled = CancelledNotificationSchema.safeParse(message).data?.params.requestId;
    if (cancelled !== undefined) this.#done(cancelled);
  }

  #done(id: RequestId): void {
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#whenNone();
  }
}
