import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import type { HttpConfig } from '../config.ts';
import type { Metrics, RefusalReason } from '../metrics.ts';
import { HttpError } from './exchange.ts';
import type { Limits } from './limits.ts';
import { clientOf, RateLimit } from './rate-limit.ts';

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

/** The hosts and origins of the configuration, in the form in which they are compared. */
export interface AllowedHosts {
  /** `name` allows any port, `name:port` only that one. */
  readonly hosts: ReadonlySet<string>;
  /** As browsers send them: `https://name:port`. */
  readonly origins: ReadonlySet<string>;
}

export function allowedHosts({
  host,
  publicUrl,
  allowedHosts: hostList,
  allowedOrigins: originList,
}: Pick<HttpConfig, 'host' | 'publicUrl' | 'allowedHosts' | 'allowedOrigins'>): AllowedHosts {
  const own = publicUrl === null ? null : new URL(publicUrl);
  const hosts = [host, ...(own === null ? [] : [own.hostname]), ...hostList]
    .map(parseHost)
    .filter((parsed) => parsed !== null);
  const origins = [...(own === null ? [] : [own.origin]), ...originList]
    .map(parseOrigin)
    .filter((parsed) => parsed !== null);
  return {
    hosts: new Set(hosts.map(({ name, port }) => (port === null ? name : `${name}:${port}`))),
    origins: new Set(origins.map(({ origin }) => origin)),
  };
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a request names this server: by a loopback name, by an allowed one, or by the address the connection came in
 * on. A page that rebinds its own name to this address (DNS rebinding) names itself, and is refused.
 */
export function hostAllowed(
  header: string | undefined,
  localAddress: string | undefined,
  allowed: AllowedHosts,
): boolean {
  const host = parseHost(header);
  if (host === null) return false;
  // Without a port it is the default one of http or of https. Only a proxy in front knows which.
  const ports = host.port === null ? ['80', '443'] : [host.port];
  return (
    LOOPBACK.has(host.name) ||
    allowed.hosts.has(host.name) ||
    ports.some((port) => allowed.hosts.has(`${host.name}:${port}`)) ||
    host.name === parseHost(localAddress?.replace(/^::ffff:/, ''))?.name
  );
}

/** Whether a web page may call: a page of this server, a loopback page or an allowed one. No Origin means no browser. */
export function originAllowed(
  header: string | undefined,
  hostHeader: string | undefined,
  allowed: AllowedHosts,
): boolean {
  if (header === undefined) return true;
  const page = parseOrigin(header);
  if (page === null) return false;
  if (allowed.origins.has(page.origin)) return true;
  if (page.defaultPort === null) return false;
  const own = parseHost(hostHeader);
  return (
    LOOPBACK.has(page.name) ||
    (page.name === own?.name && (page.port ?? page.defaultPort) === (own.port ?? page.defaultPort))
  );
}

interface Host {
  /** In lower case, without a trailing dot; an IPv6 address in its shortest form and in brackets. */
  readonly name: string;
  /** null: no port given. */
  readonly port: string | null;
}

/** Parses a Host header, an address, or a configured host. @returns null for anything else */
function parseHost(text: string | undefined): Host | null {
  if (text === undefined || !/^[\w.\-[\]:]+$/.test(text)) return null;
  const url = URL.parse(isIPv6(text) ? `http://[${text}]` : `http://${text}`);
  if (url === null) return null;
  // Not `url.port`: it is empty for port 80.
  const port = isIPv6(text) ? undefined : /:(\d+)$/.exec(text)?.[1];
  return { name: withoutTrailingDot(url.hostname), port: port === undefined ? null : String(Number(port)) };
}

interface PageOrigin extends Host {
  /** `scheme://name:port`, without the scheme's default port. */
  readonly origin: string;
  /** null for a scheme whose pages do not come from a web server. */
  readonly defaultPort: string | null;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Parses an Origin header or a configured origin. @returns null for anything else */
function parseOrigin(text: string): PageOrigin | null {
  const url = URL.parse(text);
  if (url === null || url.host === '') return null;
  const name = withoutTrailingDot(url.hostname);
  const port = url.port === '' ? null : url.port;
  return {
    name,
    port,
    origin: `${url.protocol}//${name.toLowerCase()}${port === null ? '' : `:${port}`}`,
    defaultPort: DEFAULT_PORTS[url.protocol] ?? null,
  };
}

function withoutTrailingDot(name: string): string {
  return name.replace(/\.$/, '');
}
