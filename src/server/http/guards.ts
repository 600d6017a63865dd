import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../shared/clock.ts';
import type { HttpConfig } from '../config.ts';
import type { Metrics, RefusalReason } from '../metrics.ts';
import { clientOf } from './client-address.ts';
import { HttpError } from './exchange.ts';
import { type AllowedHosts, allowedHosts, hostAllowed, originAllowed } from './hosts.ts';
import type { Limits } from './limits.ts';
import { RateLimit } from './rate-limit.ts';

export interface GuardDeps {
  readonly config: HttpConfig;
  readonly limits: Limits;
  readonly metrics: Pick<Metrics, 'requestRefused'>;
  readonly clock: Clock;
}

/** Refuses requests before any work is done for them, and counts the refusals by reason. */
export class Guards {
  readonly #config: HttpConfig;
  readonly #maxInFlight: number;
  readonly #metrics: Pick<Metrics, 'requestRefused'>;
  readonly #hosts: AllowedHosts;
  readonly #rateLimit: RateLimit;
  #inFlight = 0;

  constructor({ config, limits, metrics, clock }: GuardDeps) {
    this.#config = config;
    this.#maxInFlight = limits.inFlight;
    this.#metrics = metrics;
    this.#hosts = allowedHosts(config);
    this.#rateLimit = new RateLimit(config, clock);
  }

  /** @param host the host the request is addressed to */
  isOriginAllowed({ headers }: IncomingMessage, host: string | undefined): boolean {
    return originAllowed(headers.origin, host, this.#hosts);
  }

  /** @throws HttpError 403 for a Host or an Origin that is not allowed */
  checkHostAndOrigin(request: IncomingMessage, host: string | undefined): void {
    if (!hostAllowed(host, request.socket.localAddress, this.#hosts)) {
      const message = 'This Host is not allowed; the operator can add it to ALLOWED_HOSTS';
      throw this.#refusal('host', new HttpError(403, message));
    }
    if (!this.isOriginAllowed(request, host)) {
      const message = 'This Origin is not allowed; the operator can add it to ALLOWED_ORIGINS';
      throw this.#refusal('origin', new HttpError(403, message));
    }
  }

  /**
   * Counts a request of a client, before anything is known about the client.
   * @throws HttpError 429 for a client, or a network of clients, over its rate
   */
  checkRate(request: IncomingMessage, cost: number): void {
    const seconds = this.#rateLimit.take(clientOf(request, this.#config.clientAddressHeader), cost);
    if (seconds === 0) return;
    const headers = { 'retry-after': String(seconds) };
    throw this.#refusal('rate', new HttpError(429, `Too many requests; wait ${seconds} s`, { headers }));
  }

  /**
   * Counts a request against the limit of the whole server. Called once the client may make it, so that clients that are
   * refused leave the others their share.
   * @throws HttpError 503
   */
  checkTotalRate(cost: number): void {
    const seconds = this.#rateLimit.takeOfAll(cost);
    if (seconds === 0) return;
    const headers = { 'retry-after': String(seconds) };
    const message = `The server gets too many requests from all clients together; wait ${seconds} s`;
    throw this.#refusal('total_rate', new HttpError(503, message, { headers }));
  }

  /**
   * @throws HttpError 400 for several Authorization headers: Node shows only the first, a proxy may have checked another;
   * 401 where a token is configured and the request does not have it
   */
  checkToken(request: IncomingMessage): void {
    if (headerCount(request, 'authorization') > 1) {
      throw this.#refusal('token', new HttpError(400, 'At most one Authorization header is allowed'));
    }
    const { authToken } = this.#config;
    if (authToken === null || hasBearerToken(request.headers.authorization, authToken)) return;
    const headers = { 'www-authenticate': 'Bearer realm="eino-docs"' };
    throw this.#refusal('token', new HttpError(401, 'A bearer token is required', { headers }));
  }

  /** Does the work unless too much is in flight. @throws HttpError 503 */
  async limitLoad(work: () => Promise<void>): Promise<void> {
    if (this.#inFlight >= this.#maxInFlight) {
      const headers = { 'retry-after': '1' };
      throw this.#refusal('load', new HttpError(503, 'The server is busy; try again', { headers }));
    }
    this.#inFlight += 1;
    try {
      await work();
    } finally {
      this.#inFlight -= 1;
    }
  }

  #refusal(reason: RefusalReason, error: HttpError): HttpError {
    this.#metrics.requestRefused(reason);
    return error;
  }
}

/** Whether an Authorization header has the token. Compares digests in constant time: timing reveals neither of them. */
export function hasBearerToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** How often a request has a header, which `headers` does not tell. @param name in lower case */
export function headerCount({ rawHeaders }: IncomingMessage, name: string): number {
  return rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length;
}
