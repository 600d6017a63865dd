import type { IncomingMessage, ServerResponse } from 'node:http';

/** One path of the server, or everything below one. */
export interface Route {
  /** Label of the route in metrics and logs. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Answers under any Host and Origin, without limits: monitors know the server by its address only. */
  readonly unguarded?: boolean;
  /** Requires the bearer token where one is configured. */
  readonly requiresToken?: boolean;
  /** Requires a JSON body; it is parsed before `handle` is called. */
  readonly takesJson?: boolean;
  /** Errors are sent as JSON-RPC messages. */
  readonly speaksJsonRpc?: boolean;
  /** Sends the response, or rejects with the HttpError to send instead. */
  handle(exchange: Exchange): Promise<void>;
}

/** A request that has passed the guards, and its response. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** The parsed body, where the route takes JSON. */
  readonly body?: unknown;
  /** Address of this server as the client wrote it, without a trailing slash. */
  readonly baseUrl: string;
}

interface HttpErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Code of the JSON-RPC error, for routes that speak JSON-RPC. */
  readonly rpcCode?: number;
}

/** JSON-RPC leaves -32000 to -32099 to the server. */
const SERVER_ERROR = -32_000;

/** A request that cannot be answered. The client gets the message. */
export class HttpError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly rpcCode: number;

  constructor(
    status: number,
    message: string,
    { headers = {}, rpcCode = SERVER_ERROR }: HttpErrorOptions = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.rpcCode = rpcCode;
  }
}
