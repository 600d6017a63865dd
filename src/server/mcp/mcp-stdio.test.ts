import { describe, expect, test } from '@jest/globals';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { PendingRequests } from './mcp-stdio.ts';

function tracked() {
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
  test('a notification is delivered and does not count as a pending request', async () => {
    const { transport, pending, delivered } = tracked();
    transport.onmessage({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect(delivered).toHaveLength(1);
    await pending.answered(60_000);
  });

  test('the wait for pending requests ends when every one has been answered or cancelled', async () => {
    const { transport, pending } = tracked();
    for (const id of [1, 2, 3]) transport.onmessage(request(id));
    const all = pending.answered(60_000);
    await transport.send({ jsonrpc: '2.0', id: 1, result: {} });
    await transport.send({ jsonrpc: '2.0', id: 2, error: { code: -32_603, message: 'failed' } });
    transport.onmessage({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 3 } });
    await all;
  });

  test('the wait for a request that is never answered ends after the given time', async () => {
    const { transport, pending } = tracked();
    transport.onmessage(request(1));
    await pending.answered(10);
  });
});
