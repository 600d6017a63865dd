/** Names under which requests are answered; see `hostAllowed`. */
export interface AllowedHosts {
  /** `name` matches any port, `name:port` only that one. Lower case. */
  readonly hosts: ReadonlySet<string>;
  /** As browsers send them: `https://name:port`. Lower case. */
  readonly origins: ReadonlySet<string>;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface HostSettings {
  readonly HOST: string;
  readonly PUBLIC_URL?: string | undefined;
  readonly ALLOWED_HOSTS?: readonly string[] | undefined;
  readonly ALLOWED_ORIGINS?: readonly string[] | undefined;
}

export function allowedHosts({
  HOST,
  PUBLIC_URL,
  ALLOWED_HOSTS = [],
  ALLOWED_ORIGINS = [],
}: HostSettings): AllowedHosts {
  const own = PUBLIC_URL === undefined ? null : new URL(PUBLIC_URL);
  const hosts = [HOST, ...(own === null ? [] : [own.hostname]), ...ALLOWED_HOSTS];
  const origins = [...(own === null ? [] : [own.origin]), ...ALLOWED_ORIGINS];
  return {
    hosts: new Set(hosts.map((host) => host.toLowerCase())),
    origins: new Set(origins.map((origin) => origin.toLowerCase().replace(/\/+$/, ''))),
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
  return (
    LOOPBACK.has(host.hostname) ||
    allowed.hosts.has(host.hostname) ||
    allowed.hosts.has(host.host) ||
    host.hostname.replace(/^\[|\]$/g, '') === localAddress?.replace(/^::ffff:/, '')
  );
}

/** Whether a web page may call: none (no browser), one of this server's own or a loopback page, or one on the list. */
export function originAllowed(
  header: string | undefined,
  hostHeader: string | undefined,
  allowed: AllowedHosts,
): boolean {
  if (header === undefined) return true;
  const origin = /^https?:\/\//i.test(header) ? URL.parse(header) : null;
  if (origin === null) return false;
  return (
    LOOPBACK.has(origin.hostname) ||
    allowed.origins.has(origin.origin) ||
    origin.host === parseHost(hostHeader)?.host
  );
}

function parseHost(header: string | undefined): URL | null {
  if (header === undefined || !/^[\w.\-[\]:]+$/.test(header)) return null;
  return URL.parse(`http://${header}`);
}
