import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  InitializeRequestSchema,
  isJSONRPCRequest,
  type JSONRPCMessage,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { partyOf } from '../../shared/error-codes.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import { unreadableIndex } from '../health/public-error.ts';

/** An error as a JSON-RPC error: invalid parameters if the caller can correct it, otherwise an internal error. */
export function protocolError(error: unknown, logger: Pick<Logger, 'warn'>): McpError {
  if (error instanceof McpError) return error;
  if (!(error instanceof OperationalError))
    return new McpError(ErrorCode.InternalError, 'The server failed.');
  const code = isCallerError(error) ? ErrorCode.InvalidParams : ErrorCode.InternalError;
  return new McpError(code, clientMessage(error, logger));
}

/**
 * The text of an error for the client. The caller's own mistakes are shown in full. Any other error means that the index
 * cannot be read; its message may name paths and addresses of the machine, so it is logged instead.
 */
export function clientMessage(error: OperationalError, logger: Pick<Logger, 'warn'>): string {
  if (isCallerError(error)) return describeError(error);
  logger.warn(`a request failed: ${describeError(error)}`);
  return unreadableIndex(error);
}

function isCallerError({ code }: OperationalError): boolean {
  return partyOf(code) === 'caller';
}

const REQUEST_SCHEMAS = new Map(
  [
    InitializeRequestSchema,
    ListToolsRequestSchema,
    CallToolRequestSchema,
    ListResourcesRequestSchema,
    ListResourceTemplatesRequestSchema,
    ReadResourceRequestSchema,
    CompleteRequestSchema,
    ListPromptsRequestSchema,
    GetPromptRequestSchema,
  ].map((schema) => [schema.shape.method.value as string, schema]),
);

/**
 * The error response to a request whose parameters do not match the schema of its method: code -32602, with the first
 * invalid parameter. The SDK would send an internal error with the issues of its schema library as the message.
 * @returns null for any other message
 */
export function invalidParamsResponse(message: JSONRPCMessage): JSONRPCMessage | null {
  if (!isJSONRPCRequest(message)) return null;
  const issue = REQUEST_SCHEMAS.get(message.method)?.safeParse(message).error?.issues[0];
  if (issue === undefined) return null;
  const text = `Invalid ${message.method} request: ${issue.path.join('.')}: ${issue.message}`;
  return { jsonrpc: '2.0', id: message.id, error: { code: ErrorCode.InvalidParams, message: text } };
}
