import { expect, test } from '@jest/globals';
import { COST } from '../http/rate-limit.ts';
import { messageCost } from './mcp-http.ts';

test.each([
  [{ method: 'tools/call', params: { name: 'search_docs' } }, COST.normal],
  [{ method: 'tools/call', params: { name: 'no_such_tool' } }, COST.normal],
  [{ method: 'tools/call', params: { name: 'get_index_status' } }, COST.light],
  [{ method: 'tools/call' }, COST.normal],
  [{ method: 'resources/read', params: { uri: 'x' } }, COST.normal],
  [{ method: 'completion/complete' }, COST.normal],
  [{ method: 'ping' }, COST.light],
  [{ method: 'tools/list' }, COST.light],
  [{ method: 7 }, COST.light],
  [{}, COST.light],
  [null, COST.light],
  ['tools/call', COST.light],
])('the message %j counts as %d requests under the rate limits', (body, cost) => {
  expect(messageCost(body)).toBe(cost);
});
