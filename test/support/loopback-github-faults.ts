import type { IncomingMessage, ServerResponse } from 'node:http';

/** What goes wrong with an answer. */
export type FaultAction =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The connection is closed without an answer. */
  | { readonly drop: true }
  /** The answer breaks off after so many bytes of its body. */
  | { readonly cutAfter: number }
  /** The answer never comes, until the server closes. */
  | { readonly hang: true }
  /** The answer comes after a while. */
  | { readonly delayMs: number }
  /** The JSON answered is another. */
  | { readonly rewrite: (json: unknown) => unknown }
  /** The bytes answered are others, of the same number. */
  | { readonly corrupt: true };

export interface Fault {
  /** Matched against the path and query of a request, decoded. */
  readonly on: RegExp;
  /** How many requests it hits; unset: all of them. */
  readonly times?: number;
  readonly action: FaultAction;
}

/** The faults to come, each for as long as it lasts. */
export class Faults {
  #pending: { readonly on: RegExp; readonly action: FaultAction; left: number }[] = [];

  inject({ on, times = Number.POSITIVE_INFINITY, action }: Fault): void {
    this.#pending.push({ on, action, left: times });
  }

  clear(): void {
    this.#pending = [];
  }

  /** The fault that hits a request, used up by it. */
  take(url: string): FaultAction | null {
    const fault = this.#pending.find(({ on, left }) => left > 0 && on.test(url));
    if (fault === undefined) return null;
    fault.left--;
    return fault.action;
  }
}

/** The body of an answer as a fault lets it through. */
export function distort(body: Buffer, action: FaultAction | null): Buffer {
  if (action === null) return body;
  if ('rewrite' in action) return Buffer.from(JSON.stringify(action.rewrite(JSON.parse(body.toString()))));
  if ('corrupt' in action && body.byteLength > 0) {
    const copy = Buffer.from(body);
    copy[0] = (copy[0] ?? 0) ^ 1;
    return copy;
  }
  return body;
}

/** Sends as much of a body as a fault lets through; closes the connection where it breaks off. */
export function send(response: ServerResponse, body: Buffer, action: FaultAction | null): void {
  if (action === null || !('cutAfter' in action)) {
    response.end(body);
    return;
  }
  response.setHeader('content-length', body.byteLength);
  response.write(body.subarray(0, action.cutAfter), () => response.socket?.destroy());
}

/** Handles the faults that replace an answer altogether. @returns whether it did */
export function replaceAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  action: FaultAction | null,
): boolean {
  if (action === null) return false;
  if ('drop' in action) {
    request.socket.destroy();
    return true;
  }
  if ('status' in action) {
    response.writeHead(action.status, { 'content-type': 'application/json', ...action.headers });
    response.end(action.body ?? JSON.stringify({ message: `Fault ${action.status}` }));
    return true;
  }
  return 'hang' in action;
}
