import type { Readable, Writable } from 'node:stream';
import type { Logger } from '../../shared/logger.ts';
import type { Limits } from '../http/limits.ts';
import { roundedMs } from '../http/request-log.ts';
import {
  calledTool,
  errorResponse,
  isFailure,
  isObject,
  RPC,
  RpcError,
  type RpcResponse,
  requestIdOf,
} from './json-rpc.ts';
import type { McpEndpoint } from './mcp-endpoint.ts';

/** Time for pending requests after the input has ended or the server has been stopped. */
const DRAIN_MS = 8_000;

export interface StdioDeps {
  readonly endpoint: McpEndpoint;
  /** Names of the tools that `endpoint` has. */
  readonly toolNames: ReadonlySet<string>;
  readonly input: Readable;
  readonly output: Writable;
  /** `bodyBytes` bounds a line. While `inFlight` requests wait for their answer, no more lines are read. */
  readonly limits: Pick<Limits, 'bodyBytes' | 'inFlight'>;
  readonly logger: Logger;
}

/**
 * Speaks MCP on two streams, a message a line, until the input ends, the output breaks or `stop` aborts. Then finishes
 * the pending requests. Every request gets one answer, also an invalid one; a line that is no JSON is only logged.
 */
export async function serveStdio({ input, ...deps }: StdioDeps, stop: AbortSignal): Promise<void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let isReading = true;
  const pending = new PendingRequests(deps, () => {
    if (isReading) input.resume();
  });
  const lines = new Lines(deps.limits.bodyBytes);
  const read = (chunk: Buffer) => {
    for (const line of lines.split(chunk)) pending.take(line);
    if (pending.size >= deps.limits.inFlight) input.pause();
  };
  deps.output.once('error', () => {
    pending.cancelAll();
    end();
  });
  input.once('end', end);
  input.once('error', end);
  if (stop.aborted) end();
  stop.addEventListener('abort', () => end(), { once: true });
  input.on('data', read);
  await ended;
  isReading = false;
  input.off('data', read);
  input.pause();
  await pending.answered(DRAIN_MS);
}

const LINE_FEED = 0x0a;

/** Cuts a stream of bytes into lines. */
export class Lines {
  readonly #maxBytes: number;
  #pieces: Buffer[] = [];
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns the lines that `chunk` completes; null for one of more than `maxBytes`, of which nothing is kept */
  split(chunk: Buffer): (string | null)[] {
    const lines: (string | null)[] = [];
    let from = 0;
    for (let to = chunk.indexOf(LINE_FEED); to !== -1; to = chunk.indexOf(LINE_FEED, from)) {
      this.#add(chunk.subarray(from, to));
      lines.push(this.#size > this.#maxBytes ? null : Buffer.concat(this.#pieces).toString('utf8'));
      this.#pieces = [];
      this.#size = 0;
      from = to + 1;
    }
    this.#add(chunk.subarray(from));
    return lines;
  }

  #add(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#size > this.#maxBytes) this.#pieces = [];
    else this.#pieces.push(piece);
  }
}

/** The requests that have not been answered yet. */
class PendingRequests {
  readonly #deps: Omit<StdioDeps, 'input'>;
  readonly #onAnswer: () => void;
  readonly #pending = new Set<Promise<void>>();
  /** By the ids of the requests. */
  readonly #cancels = new Map<unknown, AbortController>();

  constructor(deps: Omit<StdioDeps, 'input'>, onAnswer: () => void) {
    this.#deps = deps;
    this.#onAnswer = onAnswer;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** Begins to answer a line. */
  take(line: string | null): void {
    const { logger, limits } = this.#deps;
    if (line === null) {
      const error = new RpcError(RPC.serverError, `A message must be at most ${limits.bodyBytes} bytes`);
      void this.#write(errorResponse(null, error));
    } else if (line.trim() !== '') {
      try {
        this.#answer(JSON.parse(line));
      } catch {
        // The error of JSON.parse quotes the line, which may hold a query.
        logger.warn({ characters: line.length }, 'bad message on stdin: a line that is not JSON');
      }
    }
  }

  #answer(message: unknown): void {
    const cancelled = cancelledRequest(message);
    if (cancelled !== undefined) this.#cancels.get(cancelled)?.abort();
    const id = isObject(message) ? message['id'] : undefined;
    const abort = new AbortController();
    const startedAt = performance.now();
    this.#cancels.set(id, abort);
    const answered = this.#deps.endpoint(message, null, abort.signal).then(
      ({ body }) => {
        this.#logCall(message, startedAt, { failed: body !== undefined && isFailure(body) });
        return body === undefined ? undefined : this.#write(body);
      },
      (error: unknown) => {
        this.#logCall(message, startedAt, abort.signal.aborted ? { aborted: true } : { failed: true });
        if (abort.signal.aborted) return;
        this.#deps.logger.error({ err: error }, 'a request failed unexpectedly');
        const failure = new RpcError(RPC.internalError, 'Internal server error');
        return this.#write(errorResponse(requestIdOf(message), failure));
      },
    );
    const done = answered.then(() => {
      this.#pending.delete(done);
      if (this.#cancels.get(id) === abort) this.#cancels.delete(id);
      this.#onAnswer();
    });
    this.#pending.add(done);
  }

  /** Logs one line for a tool call, and none for what else hosts ask. The arguments are no part of it. */
  #logCall(
    message: unknown,
    startedAt: number,
    outcome: { readonly failed?: boolean; readonly aborted?: true },
  ) {
    const tool = calledTool(message, this.#deps.toolNames);
    if (tool === undefined) return;
    const { failed, ...rest } = outcome;
    const ms = roundedMs(performance.now() - startedAt);
    const id = requestIdOf(message);
    this.#deps.logger.info(
      {
        tool,
        ms,
        ...(failed === true ? { failed } : {}),
        ...rest,
        id: typeof id === 'string' ? id.slice(0, 100) : id,
      },
      'tool call',
    );
  }

  /** Resolves when the client has read the response, or the output is broken. */
  #write(response: RpcResponse): Promise<void> {
    return new Promise((resolve) => {
      this.#deps.output.write(`${JSON.stringify(response)}\n`, () => resolve());
    });
  }

  cancelAll(): void {
    for (const cancel of this.#cancels.values()) cancel.abort();
  }

  /** Resolves when every request has been answered or cancelled, at the latest after `ms` milliseconds. */
  async answered(ms: number): Promise<void> {
    const timeout = Promise.withResolvers<void>();
    const timer = setTimeout(timeout.resolve, ms);
    await Promise.race([Promise.all(this.#pending), timeout.promise]);
    clearTimeout(timer);
  }
}

/** The id of the request that a message cancels. */
function cancelledRequest(message: unknown): unknown {
  if (!isObject(message) || message['method'] !== 'notifications/cancelled') return undefined;
  return isObject(message['params']) ? message['params']['requestId'] : undefined;
}
