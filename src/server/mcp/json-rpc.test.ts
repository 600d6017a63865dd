import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMessage, requestIdOf } from './json-rpc.ts';

const request = { jsonrpc: '2.0', id: 7, method: 'ping' };

describe('a message', () => {
  test.each([
    ['with an id and a method is a request', request, 'request'],
    ['without an id is a notification', { ...request, id: undefined }, 'notification'],
    ['with a result is a response', { jsonrpc: '2.0', id: 7, result: {} }, 'response'],
    ['with an error is a response', { jsonrpc: '2.0', id: 7, error: {} }, 'response'],
    ['with a text as id is a request', { ...request, id: '' }, 'request'],
    ['with a method and a result is a request', { ...request, result: {} }, 'request'],
    ['with empty parameters is a request', { ...request, params: {} }, 'request'],
  ])('%s', (_, message, kind) => {
    expect(readMessage(message).kind).toBe(kind);
  });

  test('members that JSON-RPC does not have are left out', () => {
    const message = readMessage({ ...request, params: { a: 1 }, extra: true, result: {} });
    expect(message).toEqual({ kind: 'request', request: { ...request, params: { a: 1 } } });
  });

  test.each([
    ['parameters that are null', { ...request, params: null }, 7],
    ['parameters that are a list', { ...request, params: [1] }, 7],
    ['parameters that are a text', { ...request, params: 'x' }, 7],
    ['no method', { jsonrpc: '2.0', id: 7 }, 7],
    ['a method that is a number', { ...request, method: 5 }, 7],
    ['another version of JSON-RPC', { ...request, jsonrpc: '1.0' }, 7],
    ['an id with a fraction', { ...request, id: 1.5 }, 1.5],
    ['the id null', { ...request, id: null }, null],
    ['an id that is an object', { ...request, id: {} }, null],
    ['an id that is no safe integer', { ...request, id: 2 ** 60 }, null],
  ])('with %s is invalid, and its error repeats the id where JSON can', (_, message, id) => {
    expect(readMessage(message)).toMatchObject({ kind: 'invalid', id, error: { code: -32_600 } });
  });

  test('of any JSON is read without an error, and as a request only under its own id', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, id) => {
        for (const message of [value, { jsonrpc: '2.0', method: 'ping', id, params: value }]) {
          const read = readMessage(message);
          if (read.kind === 'request') expect(read.request.id).toBe(requestIdOf(message));
        }
      }),
    );
  });
});
