import type { IncomingMessage } from 'node:http';
import { RPC } from '../mcp/json-rpc.ts';
import { HttpError } from './exchange.ts';
import type { Limits } from './limits.ts';

/**
 * Bounds what slow clients can hold: the request bodies that are arriving, or the responses that are being read. The
 * client sets their pace, so they do not count as requests in flight. Each is cancelled after a timeout, in which only
 * time counts that the event loop was free. When there are too many, a new one cancels the oldest, so that slow clients cannot lock others out.
 */
export class TransferLimit {
  readonly #max: number;
  readonly #timeoutMs: number;
  readonly #time: LoopTime;
  readonly #cancels = new Set<() => void>();

  constructor(max: number, timeoutMs: number, time: LoopTime) {
    this.#max = max;
    this.#timeoutMs = timeoutMs;
    this.#time = time;
  }

  /** @param onCancel called at most once, and never after the returned function, which ends the transfer */
  begin(onCancel: () => void): () => void {
    const end = () => {
      stopTimer();
      this.#cancels.delete(cancel);
    };
    const cancel = () => {
      end();
      onCancel();
    };
    const stopTimer = this.#time.timeout(cancel, this.#timeoutMs);
    this.#cancels.add(cancel);
    const [oldest] = this.#cancels;
    if (this.#cancels.size > this.#max) oldest?.();
    return end;
  }
}

/**
 * Reads and parses a JSON body of at most `maxBytes`.
 * @param tooSlow aborts when the body has to have arrived
 * @throws HttpError 408 too slow, 413 too large, 415 not plain JSON by its headers, 400 not JSON or incomplete
 */
export async function readJsonBody(
  request: IncomingMessage,
  maxBytes: number,
  tooSlow: AbortSignal,
): Promise<unknown> {
  const {
    'content-type': type = '',
    'content-encoding': encoding,
    'content-length': length,
  } = request.headers;
  if (!/^application\/json *(;|$)/i.test(type)) {
    throw new HttpError(415, 'Content-Type must be application/json');
  }
  if (encoding !== undefined && encoding !== 'identity') {
    throw new HttpError(
      415,
      `Content-Encoding ${JSON.stringify(encoding)} is not supported; send plain JSON`,
    );
  }
  if (Number(length ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const bytes = await readBytes(request, maxBytes, tooSlow);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError(400, 'Parse error: the body is not valid JSON', { rpcCode: RPC.parseError });
  }
}

/** Uses events: leaving a `for await` over the request early would destroy the connection, and the response with it. */
async function readBytes(request: IncomingMessage, maxBytes: number, tooSlow: AbortSignal): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const take = (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) reject(tooLarge(maxBytes));
    else chunks.push(chunk);
  };
  request.on('data', take);
  request.once('end', () => resolve(Buffer.concat(chunks)));
  const onClose = () => reject(new HttpError(400, 'The request ended before its body was complete'));
  request.once('close', onClose);
  tooSlow.addEventListener('abort', () => reject(new HttpError(408, 'The body arrived too slowly')));
  try {
    return await promise;
  } finally {
    request.off('data', take).off('close', onClose);
  }
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, `The body must be at most ${maxBytes} bytes`);
}

/**
 * Reads the rest of a refused request's body and throws it away; closes the connection where that is too much or takes
 * too long. Closing it at once would reset it under the bytes still on their way, and a client that sends its whole
 * request before it reads would never see the response. Resolves when nothing more arrives.
 */
export async function discardBody(
  request: IncomingMessage,
  { discardBytes, discardMs }: Pick<Limits, 'discardBytes' | 'discardMs'>,
): Promise<void> {
  const cutOff = () => request.socket.destroy();
  const timer = setTimeout(cutOff, discardMs);
  let left = discardBytes;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) cutOff();
  });
  await new Promise((resolve) => request.once('end', resolve).once('close', resolve));
  clearTimeout(timer);
}

/** Interval at which the loop is looked at, in milliseconds. */
const TICK_MS = 50;
/** A longer step than this was not idle: something held the loop. */
const LONGEST_STEP_MS = 2 * TICK_MS;
/** How long a hold is remembered: longer than any request may take to arrive. */
const REMEMBERED_MS = 60_000;

/**
 * The time that the event loop was free for clients. While something holds the loop, what clients send waits in the
 * operating system, and timers that run out then would blame the clients for it.
 */
export class LoopTime {
  readonly #clock: () => number;
  #counted = 0;
  #seenAt: number;
  #holds: { readonly until: number; readonly ms: number }[] = [];

  /** @param clock milliseconds, never set back */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#seenAt = clock();
  }

  /** Watches the loop from now on. @returns a function that ends it */
  watch(): () => void {
    const timer = setInterval(() => this.free(), TICK_MS);
    timer.unref();
    return () => clearInterval(timer);
  }

  /** Milliseconds that the loop was free. */
  free(): number {
    const now = this.#clock();
    const step = now - this.#seenAt;
    this.#seenAt = now;
    this.#counted += Math.min(step, LONGEST_STEP_MS);
    if (step > LONGEST_STEP_MS) this.#holds.push({ until: now, ms: step - LONGEST_STEP_MS });
    return this.#counted;
  }

  /** Milliseconds that the loop was held within the last minute. */
  held(): number {
    this.free();
    const since = this.#seenAt - REMEMBERED_MS;
    this.#holds = this.#holds.filter(({ until }) => until > since);
    return this.#holds.reduce((sum, { ms }) => sum + ms, 0);
  }

  /** Calls back once the loop was free for so long. @returns a function that prevents it */
  timeout(callback: () => void, ms: number): () => void {
    const due = this.free() + ms;
    let timer: NodeJS.Timeout;
    const arm = (wait: number) => {
      timer = setTimeout(() => {
        const left = due - this.free();
        // Between two timers, the loop takes in what has arrived.
        if (left > 0) arm(left);
        else callback();
      }, wait);
    };
    arm(ms);
    return () => clearTimeout(timer);
  }
}
