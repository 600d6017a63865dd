import { isIPv6 } from 'node:net';
import type { HttpConfig } from '../config.ts';

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
