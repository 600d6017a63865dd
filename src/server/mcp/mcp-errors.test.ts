import { describe, expect, test } from '@jest/globals';
import { invalidParamsResponse } from './mcp-errors.ts';

const responseTo = (method: string, params?: Record<string, unknown>) =>
  invalidParamsResponse({ jsonrpc: '2.0', id: 7, method, ...(params === undefined ? {} : { params }) });

describe('parameters that do not match the schema of the method', () => {
  test.each([
    ['tools/call', undefined, 'params'],
    ['tools/call', { name: 'search_docs', arguments: [] }, 'params.arguments'],
    ['resources/read', { uri: 5 }, 'params.uri'],
    ['completion/complete', {}, 'params.ref'],
    ['prompts/get', { name: 5 }, 'params.name'],
  ])('%s with parameters %j is answered with -32602 and the invalid parameter', (method, params, place) => {
    expect(responseTo(method, params)).toEqual({
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
  ])('%s with parameters %j is not rejected before the method handles it', (method, params) => {
    expect(responseTo(method, params)).toBeNull();
  });
});
