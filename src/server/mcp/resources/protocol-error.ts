import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { describeError, OperationalError } from '../../../shared/errors/operational-error.ts';

/** A failure as a JSON-RPC error: what the client did wrong is its own code, everything else an internal error. */
export function protocolError(error: unknown): McpError {
  if (error instanceof McpError) return error;
  if (!(error instanceof OperationalError))
    return new McpError(ErrorCode.InternalError, 'The server failed.');
  const code = error.code.startsWith('INVALID_') ? ErrorCode.InvalidParams : ErrorCode.InternalError;
  return new McpError(code, describeError(error));
}
