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

/** Whether the client can put it right by asking otherwise. */
function isClientsFault({ code }: OperationalError): boolean {
  return partyOf(code) === 'caller';
}

/**
 * What a client gets to read of a failure: all of what it did wrong itself. Anything else is an index that cannot be
 * read, whose message may name paths and addresses of the machine: that goes to the log.
 */
export function failureText(error: OperationalError, logger: Pick<Logger, 'warn'>): string {
  if (isClientsFault(error)) return describeError(error);
  logger.warn(`a client got no answer: ${describeError(error)}`);
  return unreadableIndex(error);
}

/** A failure as a JSON-RPC error: what the client did wrong is its own code, everything else an internal error. */
export function protocolError(error: unknown, logger: Pick<Logger, 'warn'>): McpError {
  if (error instanceof McpError) return error;
  if (!(error instanceof OperationalError))
    return new McpError(ErrorCode.InternalError, 'The server failed.');
  const code = isClientsFault(error) ? ErrorCode.InvalidParams : ErrorCode.InternalError;
  return new McpError(code, failureText(error, logger));
}

const SHAPES = new Map(
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
  ].map((shape) => [shape.shape.method.value as string, shape]),
);

/**
 * The answer to a request whose parameters are not what its method takes: code -32602, and which of them. The SDK would
 * answer it as an internal error, with its schema library's list of issues for a message.
 * @returns null for every other message
 */
export function wrongParams(message: JSONRPCMessage): JSONRPCMessage | null {
  if (!isJSONRPCRequest(message)) return null;
  const issue = SHAPES.get(message.method)?.safeParse(message).error?.issues[0];
  if (issue === undefined) return null;
  const text = `Invalid ${message.method} request: ${issue.path.join('.')}: ${issue.message}`;
  return { jsonrpc: '2.0', id: message.id, error: { code: ErrorCode.InvalidParams, message: text } };
}
