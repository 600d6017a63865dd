import { describe, expect, test } from '@jest/globals';
import { headerMismatch, protocolHeaders } from './protocol-headers.ts';

const VERSION = '2026-07-28';

function check(method: string, params: Record<string, unknown>, headers: Record<string, string>) {
  const request = { jsonrpc: '2.0' as const, id: 1, method, params };
  return headerMismatch(request, VERSION, protocolHeaders(headers));
}

const base = { 'mcp-protocol-version': VERSION, 'mcp-method': 'tools/call' };
const encoded = (text: string) => `=?base64?${Buffer.from(text).toString('base64')}?=`;

describe('the headers that repeat the body', () => {
  test.each([
    ['the name of a tool', 'tools/call', { name: 'search_docs' }, 'search_docs'],
    ['a name in Base64', 'tools/call', { name: 'search_docs' }, encoded('search_docs')],
    [
      'a URI beyond ASCII',
      'resources/read',
      { uri: 'eino-docs://docs/人工.md' },
      encoded('eino-docs://docs/人工.md'),
    ],
    ['a name that looks encoded', 'prompts/get', { name: '=?base64?YQ==?=' }, encoded('=?base64?YQ==?=')],
  ])('are accepted with %s', (_, method, params, name) => {
    expect(check(method, params, { ...base, 'mcp-method': method, 'mcp-name': name })).toBeNull();
  });

  test('need no name where the method has none', () => {
    expect(check('tools/list', {}, { ...base, 'mcp-method': 'tools/list' })).toBeNull();
    expect(check('constructor', {}, { ...base, 'mcp-method': 'constructor' })).toBeNull();
  });

  test.each<[string, Record<string, string>]>([
    ['without the version', { 'mcp-method': 'tools/call', 'mcp-name': 'search_docs' }],
    ['with another version', { ...base, 'mcp-protocol-version': '2025-11-25', 'mcp-name': 'search_docs' }],
    [
      'with the version twice',
      { ...base, 'mcp-protocol-version': `${VERSION}, ${VERSION}`, 'mcp-name': 'search_docs' },
    ],
    ['without the method', { 'mcp-protocol-version': VERSION, 'mcp-name': 'search_docs' }],
    ['with the method in another case', { ...base, 'mcp-method': 'Tools/Call', 'mcp-name': 'search_docs' }],
    ['without the name', base],
    ['with the name in another case', { ...base, 'mcp-name': 'Search_Docs' }],
    ['with the name of another tool', { ...base, 'mcp-name': 'fetch_doc' }],
    ['with invalid Base64', { ...base, 'mcp-name': '=?base64?c2Vhcm!?=' }],
    ['with Base64 that is no UTF-8', { ...base, 'mcp-name': '=?base64?/w==?=' }],
  ])('are refused %s', (_, headers) => {
    expect(check('tools/call', { name: 'search_docs' }, headers)).toMatchObject({ code: -32_020 });
  });
});
