/** What the HTTP server allows. Times in milliseconds. */
export interface Limits {
  readonly bodyBytes: number;
  /** Requests worked on at once; more are refused, not queued. */
  readonly inFlight: number;
  /** Bodies arriving, and answers being taken, at once: for one more, the one that takes longest is given up. */
  readonly waiting: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** From the headers of a request to the end of a body that is read. */
  readonly bodyMs: number;
  /** From the first byte of a request to the end of any body, and until a connection on which nothing moves is closed. */
  readonly requestMs: number;
  /** What is still taken, and thrown away, of the body of a refused request, so that its client gets to see the answer. */
  readonly restBytes: number;
  readonly restMs: number;
  /** Until an idle connection is closed: longer than the minute load balancers keep theirs. */
  readonly keepAliveMs: number;
  /** Until a request of MCP is answered with an error instead. */
  readonly answerMs: number;
  /** Until a client has to have taken its whole answer. */
  readonly takeMs: number;
  /** How often connections are looked at for headers and bodies that come too slowly. */
  readonly checkMs: number;
}

export const LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  inFlight: 256,
  waiting: 256,
  headersMs: 10_000,
  bodyMs: 10_000,
  requestMs: 30_000,
  restBytes: 16 * 1024 * 1024,
  restMs: 5_000,
  keepAliveMs: 65_000,
  answerMs: 15_000,
  takeMs: 30_000,
  checkMs: 2_000,
};
