import { describe, expect, test } from '@jest/globals';
import { wrongParams } from './mcp-errors.ts';

const request = (method: string, params?: Record<string, unknown>) =>
  wrongParams({ jsonrpc: '2.0', id: 7, method, ...(params === undefined ? {} : { params }) });

describe('parameters a method does not take', () => {
  test.each([
    ['tools/call', undefined, 'params'],
    ['tools/call', { name: 'search_docs', arguments: [] }, 'params.arguments'],
    ['resources/read', { uri: 5 }, 'params.uri'],
    ['completion/complete', {}, 'params.ref'],
    ['prompts/get', { name: 5 }, 'params.name'],
  ])('%s %j: -32602, and where', (method, params, place) => {
    expect(request(method, params)).toEqual({
      jsonrpc: '2.0',
      id: 7,
      error: { code: -32_602, message: expect.stringContaining(`Invalid ${method} request: ${place}: `) },
    });
  });

  test.each([
    ['tools/list', undefined],
    ['tools/call', { name: 'search_docs', arguments: { query: 5 } }],
    ['ping', undefined],
    ['nobody/knows', { a: 1 }],
  ])('%s %j is left to whoever answers it', (method, params) => {
    expect(request(method, params)).toBeNull();
  });
});
