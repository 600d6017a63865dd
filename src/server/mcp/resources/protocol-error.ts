import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { OperationalError } from '../../../shared/errors/operational-error.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import { failureText, isClientsFault } from '../failure-text.ts';

/** A failure as a JSON-RPC error: what the client did wrong is its own code, everything else an internal error. */
export function protocolError(error: unknown, logger: Pick<Logger, 'warn'>): McpError {
  if (error instanceof McpError) return error;
  if (!(error instanceof OperationalError))
    return new McpError(ErrorCode.InternalError, 'The server failed.');
  const code = isClientsFault(error) ? ErrorCode.InvalidParams : ErrorCode.InternalError;
  return new McpError(code, failureText(error, logger));
}
