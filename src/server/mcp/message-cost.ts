import { COST } from '../http/rate-limit.ts';

/** Methods that read documents. All others read at most the status of the index. */
const READS_DOCUMENTS: ReadonlySet<unknown> = new Set([
  'tools/call',
  'resources/list',
  'resources/read',
  'completion/complete',
]);

/** What an MCP message counts under the rate limits, in requests. @param body untrusted JSON */
export function messageCost(body: unknown): number {
  const { method, params } = asObject(body);
  if (!READS_DOCUMENTS.has(method)) return COST.light;
  const isStatus = method === 'tools/call' && asObject(params)['name'] === 'get_index_status';
  return isStatus ? COST.light : COST.normal;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
