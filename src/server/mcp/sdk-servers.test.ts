import { describe, expect, test } from '@jest/globals';
import type { RpcRequest } from './json-rpc.ts';
import { SharedConnection } from './sdk-servers.ts';

type Message = Record<string, unknown>;

const asSent = (request: RpcRequest) => request;

/** A connection to a server that keeps what it is given. */
function connect() {
  const delivered: Message[] = [];
  const connection = new SharedConnection((message) => delivered.push(message), asSent);
  const request = (method: string, signal = new AbortController().signal) =>
    connection.request({ jsonrpc: '2.0', id: 1, method }, signal);
  return { connection, delivered, request };
}

describe('one connection for many clients', () => {
  test('requests with equal ids get their own answers, in any order', async () => {
    const { connection, delivered, request } = connect();
    const answers = [request('first'), request('second')];
    for (const { id, method } of delivered.toReversed()) await connection.take({ id, result: { method } });
    expect((await Promise.all(answers)).map(({ response }) => response)).toEqual([
      { jsonrpc: '2.0', id: 1, result: { method: 'first' } },
      { jsonrpc: '2.0', id: 1, result: { method: 'second' } },
    ]);
  });

  test('an aborted request rejects, is cancelled at the server, and its late answer goes nowhere', async () => {
    const { connection, delivered, request } = connect();
    const abort = new AbortController();
    const answer = request('slow', abort.signal);
    abort.abort(new Error('gone'));
    await expect(answer).rejects.toThrow('gone');
    const [{ id } = {}, cancel] = delivered;
    expect(cancel).toMatchObject({ method: 'notifications/cancelled', params: { requestId: id } });
    await connection.take({ id, result: {} });
  });

  test('a request that the server drops, answers at once or throws at counts as refused', async () => {
    const faults: ((connection: () => SharedConnection, id: unknown) => void)[] = [
      (connection) => connection().refuse(),
      (connection, id) => void connection().take({ id, error: { code: -32_602, message: 'no' } }),
      () => {
        throw new RangeError('Maximum call stack size exceeded');
      },
    ];
    for (const fault of faults) {
      const connection: SharedConnection = new SharedConnection(
        ({ id }) => fault(() => connection, id),
        asSent,
      );
      const request = { jsonrpc: '2.0' as const, id: 'x', method: 'ping' };
      expect(await connection.request(request, new AbortController().signal)).toMatchObject({
        refused: true,
        response: { id: 'x', error: { code: -32_602 } },
      });
    }
  });

  test('an error that the server reports later refuses nothing', async () => {
    const { connection, delivered, request } = connect();
    const answer = request('slow');
    connection.refuse();
    await connection.take({ id: delivered[0]?.['id'], result: {} });
    expect(await answer).toMatchObject({ refused: false, response: { result: {} } });
  });
});
