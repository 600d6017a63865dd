/** What the HTTP server allows. Times in milliseconds. */
export interface Limits {
  readonly bodyBytes: number;
  /** Requests worked on at once; more are refused, not queued. */
  readonly inFlight: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** From the first byte of a request to the end of its body. */
  readonly requestMs: number;
  /** Until an idle connection is closed: longer than the minute load balancers keep theirs. */
  readonly keepAliveMs: number;
  /** Until a request of MCP is answered with an error instead. */
  readonly answerMs: number;
  /** How often connections are looked at for these. */
  readonly checkMs: number;
}

export const LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  inFlight: 256,
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  answerMs: 15_000,
  checkMs: 2_000,
};
