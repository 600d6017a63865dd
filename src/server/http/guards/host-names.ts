import { isIPv6 } from 'node:net';

/** A host as it is compared: in lower case, an address in its shortest form and brackets, without a last dot. */
export interface Host {
  readonly name: string;
  /** null: none given. */
  readonly port: string | null;
}

export interface PageOrigin extends Host {
  /** `scheme://name:port`, without a port that is the scheme's default. */
  readonly origin: string;
  /** null where pages of the scheme come from no web server. */
  readonly defaultPort: string | null;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Reads a Host header, an address, or an entry of a list of either. @returns null for what is none */
export function parseHost(text: string | undefined): Host | null {
  if (text === undefined || !/^[\w.\-[\]:]+$/.test(text)) return null;
  const url = URL.parse(isIPv6(text) ? `http://[${text}]` : `http://${text}`);
  if (url === null) return null;
  // The URL itself drops a port 80.
  const port = isIPv6(text) ? undefined : /:(\d+)$/.exec(text)?.[1];
  return { name: withoutLastDot(url.hostname), port: port === undefined ? null : String(Number(port)) };
}

/** Reads an Origin header, or an entry of a list of them. @returns null for what is none */
export function parseOrigin(text: string): PageOrigin | null {
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
