/** Limits of the HTTP server. Times are in milliseconds. */
export interface Limits {
  /** Largest body of a request. */
  readonly bodyBytes: number;
  /** Requests handled at once; further ones are refused, not queued. */
  readonly inFlight: number;
  /** Request bodies arriving at once, and responses being read at once; a further one replaces the oldest. */
  readonly transfers: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** From the headers of a request to the end of its body. */
  readonly bodyMs: number;
  /** From the first byte of a request to its end, and until a connection without traffic is closed. */
  readonly requestMs: number;
  /** How much of a refused request's body is discarded, so that the client reads the response before it is cut off. */
  readonly discardBytes: number;
  /** How long the body of a refused request is discarded. */
  readonly discardMs: number;
  /** Until an idle connection is closed: longer than the minute that load balancers keep theirs. */
  readonly keepAliveMs: number;
  /** Until an MCP request is answered with an error instead. */
  readonly answerMs: number;
  /** Until the client must have read the whole response. */
  readonly readMs: number;
  /** Streamed responses being read at once; a further one replaces the oldest. */
  readonly streams: number;
  /** Until the client must have read a whole streamed response. */
  readonly streamMs: number;
  /** Interval at which connections are checked for slow headers and bodies. */
  readonly checkMs: number;
}

export const LIMITS: Limits = {
  bodyBytes: 64 * 1024,
  inFlight: 256,
  transfers: 256,
  headersMs: 10_000,
  bodyMs: 10_000,
  requestMs: 30_000,
  discardBytes: 16 * 1024 * 1024,
  discardMs: 5_000,
  keepAliveMs: 65_000,
  answerMs: 15_000,
  readMs: 30_000,
  streams: 16,
  streamMs: 300_000,
  checkMs: 2_000,
};
