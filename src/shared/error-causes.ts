import { withoutSecrets } from './secrets.ts';

/** Maximum depth of causes. Real errors are not nested as deep. */
const DEPTH = 5;

/** Yields an error and its causes, outermost first. They need not be instances of this realm's `Error`. */
function* chain(error: unknown): Generator<Record<string, unknown>> {
  let current = error;
  for (let depth = 0; depth < DEPTH && typeof current === 'object' && current !== null; depth += 1) {
    const each = current as Record<string, unknown>;
    yield each;
    current = each['cause'];
  }
}

/** Whether an error, or one of its causes, has that name (`TimeoutError`: a timeout of an AbortSignal). */
export function isNamed(error: unknown, wanted: string): boolean {
  return causeNamed(error, wanted) !== undefined;
}

/** The error, or the first of its causes, that has this name. */
export function causeNamed(error: unknown, wanted: string): Record<string, unknown> | undefined {
  return [...chain(error)].find(({ name }) => name === wanted);
}

/** Why a request got no response. */
export interface ConnectionProblem {
  /** For a person, with the code of the system or of the HTTP client if there is one. */
  readonly reason: string;
  /** What to do about it; null if nothing more is known than that the connection failed. */
  readonly advice: string | null;
}

const UNKNOWN_ISSUER =
  'Set NODE_EXTRA_CA_CERTS to a PEM file with the certificate of the authority that issued it.';

/** Codes of OpenSSL and Node for certificates that are refused. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE_PROBLEMS: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: ['self-signed certificate', UNKNOWN_ISSUER],
  SELF_SIGNED_CERT_IN_CHAIN: ['self-signed certificate in the chain', UNKNOWN_ISSUER],
  UNABLE_TO_GET_ISSUER_CERT: ['certificate of an unknown authority', UNKNOWN_ISSUER],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['certificate of an unknown authority', UNKNOWN_ISSUER],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['certificate of an unknown authority', UNKNOWN_ISSUER],
  CERT_HAS_EXPIRED: [
    'expired certificate',
    "Renew the server's certificate, and check the clock of this machine.",
  ],
  CERT_NOT_YET_VALID: ['certificate that is not valid yet', 'Check the clock of this machine.'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'certificate for another host',
    'Use the host name that the certificate was issued for.',
  ],
};

/** Explains a request that failed before or while its response arrived. */
export function connectionProblem(error: unknown): ConnectionProblem {
  const codes = [...chain(error)].flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  for (const code of codes) {
    const [reason, advice] = CERTIFICATE_PROBLEMS[code] ?? [];
    if (reason !== undefined && advice !== undefined) return { reason: `${reason}: ${code}`, advice };
  }
  if (codes.some((code) => code === 'EPROTO' || code.startsWith('ERR_SSL_'))) {
    return { reason: `no TLS: ${codes[0]}`, advice: 'If the server has no TLS, use an http:// address.' };
  }
  if (isNamed(error, 'TimeoutError')) return { reason: 'timeout', advice: null };
  const code = codes.find((each) => /^(E[A-Z]+|UND_ERR_[A-Z_]+)$/.test(each));
  // undici aborts a request whose proxy refuses it, and only its message says so.
  if (code !== undefined && code !== 'UND_ERR_ABORTED') return { reason: code, advice: null };
  return { reason: excerptOf(innermostMessage(error)), advice: null };
}

/** Codes of failures that precede a connection, from the system and from undici. */
const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether a request failed before there was a connection to send it over. */
export function neverConnected(error: unknown): boolean {
  return [...chain(error)].some(({ code }) => typeof code === 'string' && NO_CONNECTION.has(code));
}

/** fetch wraps an error, and a failed connect to several addresses has only a code. */
function innermostMessage(error: unknown): string {
  const messages = [...chain(error)].map(({ message, code, name }) => String(message || code || name || ''));
  return messages.findLast((message) => message !== '') ?? String(error);
}

/** The most that an error quotes of another program, and the most that is looked at. In characters. */
const LONGEST_EXCERPT = 300;
const LONGEST_MESSAGE = 16 * 1024;

/** What another program said, as an error quotes it: without secrets, on one line, cut short. */
export function excerptOf(text: string): string {
  const line = withoutSecrets(text.slice(0, LONGEST_MESSAGE))
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length <= LONGEST_EXCERPT ? line : `${line.slice(0, LONGEST_EXCERPT)}…`;
}
