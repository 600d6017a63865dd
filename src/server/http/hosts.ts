import { isIPv6 } from 'node:net';
import type { HttpConfig } from '../config.ts';

/** A host as it is compared: in lower case, an address in its shortest form and brackets, without a last dot. */
interface Host {
  readonly name: string;
  /** null: none given. */
  readonly port: string | null;
}

interface PageOrigin extends Host {
  /** `scheme://name:port`, without a port that is the scheme's default. */
  readonly origin: string;
  /** null where pages of the scheme come from no web server. */
  readonly defaultPort: string | null;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Reads a Host header, an address, or an entry of a list of either. @returns null for what is none */
function parseHost(text: string | undefined): Host | null {
  if (text === undefined || !/^[\w.\-[\]:]+$/.test(text)) return null;
  const url = URL.parse(isIPv6(text) ? `http://[${text}]` : `http://${text}`);
  if (url === null) return null;
  // The URL itself drops a port 80.
  const port = isIPv6(text) ? undefined : /:(\d+)$/.exec(text)?.[1];
  return { name: withoutLastDot(url.hostname), port: port === undefined ? null : String(Number(port)) };
}

/** Reads an Origin header, or an entry of a list of them. @returns null for what is none */
function parseOrigin(text: string): PageOrigin | null {
  const url = URL.parse(text);
  if (url === null || url.host === '') return null;
  const name = withoutLastDot(url.hostname);
  const port = url.port === '' ? null : url.port;
  return {
    name,
    port,
    origin: `${url.protocol}//${name.toLowerCase()}${port === null ? '' : `:${port}`}`,
    defaultPort: DEFAULT_PORTS[url.protocol] ?? null,
  };
}

function withoutLastDot(name: string): string {
  return name.replace(/\.$/, '');
}

/** Names under which requests are answered; see `hostAllowed`. As `host-names.ts` writes them. */
export interface AllowedHosts {
  /** `name` matches any port, `name:port` only that one. */
  readonly hosts: ReadonlySet<string>;
  /** As browsers send them: `https://name:port`. */
  readonly origins: ReadonlySet<string>;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export function allowedHosts({
  host,
  publicUrl,
  allowedHosts: hostList,
  allowedOrigins: originList,
}: Pick<HttpConfig, 'host' | 'publicUrl' | 'allowedHosts' | 'allowedOrigins'>): AllowedHosts {
  const own = publicUrl === null ? null : new URL(publicUrl);
  const hosts = [host, ...(own === null ? [] : [own.hostname]), ...hostList].map(parseHost);
  const origins = [...(own === null ? [] : [own.origin]), ...originList].map(parseOrigin);
  return {
    hosts: new Set(
      hosts.flatMap((host) =>
        host === null ? [] : [host.port === null ? host.name : `${host.name}:${host.port}`],
      ),
    ),
    origins: new Set(origins.flatMap((origin) => (origin === null ? [] : [origin.origin]))),
  };
}

/**
 * Whether a request names this server: as a loopback name, as one on the list, or by the very address the connection
 * came in on. A page that rebinds its own name to this address names itself, and is refused.
 */
export function hostAllowed(
  header: string | undefined,
  localAddress: string | undefined,
  allowed: AllowedHosts,
): boolean {
  const host = parseHost(header);
  if (host === null) return false;
  // Without a port it is the default one of http or of https; which of them, only a proxy in front knows.
  const ports = host.port === null ? ['80', '443'] : [host.port];
  return (
    LOOPBACK.has(host.name) ||
    allowed.hosts.has(host.name) ||
    ports.some((port) => allowed.hosts.has(`${host.name}:${port}`)) ||
    host.name === parseHost(localAddress?.replace(/^::ffff:/, ''))?.name
  );
}

/** Whether a web page may call: none (no browser), one of this server's own or a loopback page, or one on the list. */
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
