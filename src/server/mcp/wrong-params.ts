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
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';

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
