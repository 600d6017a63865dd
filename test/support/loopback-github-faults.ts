import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a fault does to a response. */
export type GitHubFaultAction =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Closes the connection without a response. */
  | { readonly drop: true }
  /** Closes the connection after so many bytes of the body. */
  | { readonly cutAfter: number }
  /** Never responds. */
  | { readonly hang: true }
  /** Responds after a delay. */
  | { readonly delayMs: number }
  /** Responds with other JSON. */
  | { readonly rewrite: (json: unknown) => unknown }
  /** Changes the first byte of the body. */
  | { readonly corrupt: true };

export interface GitHubFault {
  /** Matched against the decoded path and query of a request; for archives, with the prefix `codeload:`. */
  readonly on: RegExp;
  /** How many matching requests the fault affects; by default all. */
  readonly times?: number;
  readonly action: GitHubFaultAction;
}

/** The faults that are injected into coming requests. */
export class GitHubFaults {
  #pending: { readonly on: RegExp; readonly action: GitHubFaultAction; left: number }[] = [];

  inject({ on, times = Number.POSITIVE_INFINITY, action }: GitHubFault): void {
    this.#pending.push({ on, action, left: times });
  }

  clear(): void {
    this.#pending = [];
  }

  /** Returns the fault for a request, and counts it as used once. */
  take(url: string): GitHubFaultAction | null {
    const fault = this.#pending.find(({ on, left }) => left > 0 && on.test(url));
    if (fault === undefined) return null;
    fault.left--;
    return fault.action;
  }
}

/** Returns the body of a response as a fault changes it. */
export function distort(body: Buffer, action: GitHubFaultAction | null): Buffer {
  if (action === null) return body;
  if ('rewrite' in action) return Buffer.from(JSON.stringify(action.rewrite(JSON.parse(body.toString()))));
  if ('corrupt' in action && body.byteLength > 0) {
    const copy = Buffer.from(body);
    copy[0] = (copy[0] ?? 0) ^ 1;
    return copy;
  }
  return body;
}

/** Sends a body, or as much of it as a fault allows before it closes the connection. */
export function sendBody(response: ServerResponse, body: Buffer, action: GitHubFaultAction | null): void {
  if (action === null || !('cutAfter' in action)) {
    response.end(body);
    return;
  }
  response.setHeader('content-length', body.byteLength);
  response.write(body.subarray(0, action.cutAfter), () => response.socket?.destroy());
}

/** Applies a fault that replaces the whole response. @returns whether it did */
export function replaceResponse(
  request: IncomingMessage,
  response: ServerResponse,
  action: GitHubFaultAction | null,
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
