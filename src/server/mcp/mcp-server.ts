import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { docsName } from '../documents/source-names.ts';
import type { Services } from '../services.ts';
import { ANSWER_FROM_DOCS, answerFromDocs } from './answer-from-docs-prompt.ts';
import { completePath, DOCUMENT_TEMPLATE, listResources, readResource } from './resources.ts';
import { serverInstructions } from './server-instructions.ts';
import type { Tool } from './tool.ts';
import { fetchDocTool } from './tools/fetch-doc-tool.ts';
import { getIndexStatusTool } from './tools/get-index-status-tool.ts';
import { listChangesTool } from './tools/list-changes-tool.ts';
import { listDocsTool } from './tools/list-docs-tool.ts';
import { searchDocsTool } from './tools/search-docs-tool.ts';

/** Every tool, in the order in which they are listed. */
export function toolsOf(services: Services): readonly Tool[] {
  return [searchDocsTool, fetchDocTool, listDocsTool, getIndexStatusTool, listChangesTool].map((make) =>
    make(services),
  );
}

/**
 * Returns a function that creates MCP servers. A stateless server is needed for every request, so whatever is costly
 * (above all schemas) is created once, here; the SDK's high-level McpServer would register it each time, and cannot page
 * resources. The server's title and instructions are those of the index when the server is created, and the
 * descriptions of the tools those when the tools are listed. The returned function never rejects.
 */
export function mcpServerFactory(services: Services): () => Promise<Server> {
  const tools = toolsOf(services);
  const byName = new Map<string, Tool>(tools.map((tool) => [tool.definition.name, tool]));
  const instructionsFor = remembered(serverInstructions);
  return async () => {
    const status = await readStatus(services);
    const server = new Server(
      { name: 'eino-docs', title: docsName(status).title, version: services.version },
      {
        capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
        instructions: instructionsFor(status),
        jsonSchemaValidator: NO_VALIDATION,
      },
    );
    server.setRequestHandler(ListToolsRequestSchema, async () => {
      const docs = docsName(await readStatus(services));
      return { tools: tools.map((tool) => ({ ...tool.definition, description: tool.describe(docs) })) };
    });
    server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }) => {
      const tool = byName.get(params.name);
      if (tool === undefined) throw unknownName('tool', params.name);
      return tool.call(params.arguments, signal);
    });
    server.setRequestHandler(ListResourcesRequestSchema, ({ params }) =>
      listResources(services, params?.cursor),
    );
    server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
      resourceTemplates: [DOCUMENT_TEMPLATE],
    }));
    server.setRequestHandler(ReadResourceRequestSchema, ({ params }, { signal }) =>
      readResource(services, params.uri, signal),
    );
    server.setRequestHandler(CompleteRequestSchema, ({ params }) => completePath(services, params));
    server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: [ANSWER_FROM_DOCS] }));
    server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
      if (params.name !== ANSWER_FROM_DOCS.name) throw unknownName('prompt', params.name);
      return answerFromDocs(params.arguments);
    });
    return server;
  };
}

/** The status that names the docs. An unreadable index is taken for an empty one. */
async function readStatus({ status }: Pick<Services, 'status'>): Promise<IndexStatus> {
  return status.read().catch(() => EMPTY_STATUS);
}

/** The SDK validates answers to elicitations with it. This server sends none, and the SDK's default is slow to make. */
const NO_VALIDATION: jsonSchemaValidator = {
  getValidator: () => () => ({ valid: false, data: undefined, errorMessage: 'not supported' }),
};

/** A server is created for every request; what it says of the docs changes with the status only. */
function remembered(make: (status: IndexStatus) => string): (status: IndexStatus) => string {
  const made = new WeakMap<IndexStatus, string>();
  return (status) => {
    const text = made.get(status) ?? make(status);
    made.set(status, text);
    return text;
  };
}

function unknownName(kind: 'tool' | 'prompt', name: string): McpError {
  return new McpError(ErrorCode.InvalidParams, `Unknown ${kind} ${JSON.stringify(name.slice(0, 100))}`);
}
