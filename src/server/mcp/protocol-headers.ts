import type { IncomingHttpHeaders } from 'node:http';
import { RPC, RpcError, type RpcRequest } from './json-rpc.ts';

/** The headers that repeat what the body of a request says, so that proxies can route by them. */
export interface ProtocolHeaders {
  readonly version: string | undefined;
  readonly method: string | undefined;
  readonly name: string | undefined;
}

/** Node joins a header that was sent several times with commas, so that it equals nothing in the body. */
export function protocolHeaders(headers: IncomingHttpHeaders): ProtocolHeaders {
  return {
    version: headers['mcp-protocol-version'] as string | undefined,
    method: headers['mcp-method'] as string | undefined,
    name: headers['mcp-name'] as string | undefined,
  };
}

/** The parameter that `Mcp-Name` repeats. */
const NAME_PARAMETER: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/**
 * Checks that the headers say what the body of a 2026-07-28 request says.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#server-validation
 * @param version of the request, by its body
 * @returns the error of the first header that is missing or differs
 */
export function headerMismatch(
  { method, params }: RpcRequest,
  version: string,
  headers: ProtocolHeaders,
): RpcError | null {
  const parameter = Object.hasOwn(NAME_PARAMETER, method) ? NAME_PARAMETER[method] : undefined;
  const name = parameter === undefined ? undefined : params?.[parameter];
  return (
    mismatch('MCP-Protocol-Version', headers.version, version) ??
    mismatch('Mcp-Method', headers.method, method) ??
    (typeof name === 'string' ? mismatch('Mcp-Name', decoded(headers.name), name) : null)
  );
}

function mismatch(header: string, sent: string | undefined, expected: string): RpcError | null {
  if (sent === expected) return null;
  const problem =
    sent === undefined ? 'is missing or not validly encoded' : `is ${JSON.stringify(sent.slice(0, 100))}`;
  const message = `Header mismatch: ${header} ${problem}; the body says ${JSON.stringify(expected.slice(0, 100))}`;
  return new RpcError(RPC.headerMismatch, message);
}

/** What is no plain ASCII is sent in Base64, marked as such. */
function decoded(value: string | undefined): string | undefined {
  const base64 = /^=\?base64\?(.*)\?=$/s.exec(value ?? '')?.[1];
  if (base64 === undefined) return value;
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}
