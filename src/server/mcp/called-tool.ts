import { isObject, type RpcResponse } from './json-rpc.ts';

/**
 * The tool that a message calls, for the log; undefined if it calls none of these, because what a client sends as a name
 * may be anything.
 * @param message untrusted JSON
 */
export function calledTool(message: unknown, names: ReadonlySet<string>): string | undefined {
  if (!isObject(message) || message['method'] !== 'tools/call' || !isObject(message['params']))
    return undefined;
  const { name } = message['params'];
  return typeof name === 'string' && names.has(name) ? name : undefined;
}

/** Whether a response is an error, of the protocol or of a tool. */
export function isFailure({ result, error }: RpcResponse): boolean {
  return error !== undefined || (isObject(result) && result['isError'] === true);
}
