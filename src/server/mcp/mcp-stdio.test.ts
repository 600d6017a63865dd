import { describe, expect, test } from '@jest/globals';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { PendingRequests } from './mcp-stdio.ts';

function watched() {
  const delivered: JSONRPCMessage[] = [];
  const transport = {
    onmessage: (message: JSONRPCMessage) => {
      delivered.push(message);
    },
    send: async (_: JSONRPCMessage) => {},
  };
  const pending = new PendingRequests(transport);
  return { transport, pending, delivered };
}

const request = (id: number): JSONRPCMessage => ({ jsonrpc: '2.0', id, method: 'ping' });

describe('pending requests', () => {
  test('every message is passed on, and nothing is waited for where nothing was asked', async () => {
    const { transport, pending, delivered } = watched();
    transport.onmessage({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect(delivered).toHaveLength(1);
    await pending.answered(60_000);
  });

  test('the last answer, or a cancellation, ends the waiting', async () => {
    const { transport, pending } = watched();
    for (const id of [1, 2, 3]) transport.onmessage(request(id));
    const all = pending.answered(60_000);
    await transport.send({ jsonrpc: '2.0', id: 1, result: {} });
    await transport.send({ jsonrpc: '2.0', id: 2, error: { code: -32_603, message: 'failed' } });
    transport.onmessage({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 3 } });
    await all;
  });

  test('a request that is never answered is waited for no longer than asked', async () => {
    const { transport, pending } = watched();
    transport.onmessage(request(1));
    await pending.answered(10);
  });
});
