import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and its response, with what the guards found out. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** Where the route takes JSON: what came. */
  readonly body?: unknown;
  /** Address of this server as the client wrote it, without a trailing slash. */
  readonly baseUrl: string;
}

type Handler = (exchange: Exchange) => Promise<void>;

/** What one path of the server does. */
export interface Route {
  /** As it appears in metrics. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Answered under any Host and Origin, without limits: for monitors that know the server by its address only. */
  readonly open?: boolean;
  /** Asks for the bearer token where one is set. */
  readonly token?: boolean;
  /** Takes a JSON body, which is there before `handle` is called. */
  readonly json?: boolean;
  /** Errors are JSON-RPC messages. */
  readonly rpc?: boolean;
  readonly handle: Handler;
}

/** A request that is refused. The message is for the client. */
export class HttpError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Code of the JSON-RPC error, where the route speaks JSON-RPC. */
  readonly rpcCode: number;

  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    rpcCode = -32_000,
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.rpcCode = rpcCode;
  }
}
