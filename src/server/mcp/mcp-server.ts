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
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import { type DocsName, docsName } from '../documents/docs-name.ts';
import type { Services } from '../services.ts';
import { ANSWER_FROM_DOCS, answerFromDocs } from './answer-from-docs-prompt.ts';
import { completePath, DOCUMENT_TEMPLATE, listResources, readResource } from './resources.ts';
import type { Tool } from './tool.ts';
import { fetchDocTool } from './tools/fetch-doc-tool.ts';
import { getIndexStatusTool } from './tools/get-index-status-tool.ts';
import { listChangesTool } from './tools/list-changes-tool.ts';
import { listDocsTool } from './tools/list-docs-tool.ts';
import { searchDocsTool } from './tools/search-docs-tool.ts';

const instructions = ({ about }: DocsName) =>
  `Answers from ${about}. Search first (search_docs), then read the documents or sections that matter (fetch_doc). ` +
  'Every answer says which commit it is from and how fresh that is; say so where it is not fresh. Cite the url of what you use.';

/** Every tool, in the order they are listed. */
export function toolsOf(services: Services): readonly Tool[] {
  return [searchDocsTool, fetchDocTool, listDocsTool, getIndexStatusTool, listChangesTool].map((make) =>
    make(services),
  );
}

/**
 * Makes MCP servers. A stateless one is needed for every request, so everything that costs time (schemas above all) is
 * made once, here; the high-level McpServer would register it anew each time, and cannot page resources. A server says
 * what its docs are as far as the index tells when it is made, and, listing its tools, when it is asked. Never rejects.
 */
export function mcpServerFactory(services: Services): () => Promise<Server> {
  const tools = toolsOf(services);
  const byName = new Map<string, Tool>(tools.map((tool) => [tool.definition.name, tool]));
  return async () => {
    const docs = await docsOf(services);
    const server = new Server(
      { name: 'eino-docs', title: docs.title, version: services.version },
      {
        capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
        instructions: instructions(docs),
        jsonSchemaValidator: NO_VALIDATION,
      },
    );
    server.setRequestHandler(ListToolsRequestSchema, async () => {
      const { title } = await docsOf(services);
      return { tools: tools.map(({ definition }) => about(title, definition)) };
    });
    server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }) => {
      const tool = byName.get(params.name);
      if (tool === undefined) throw unknown(`Unknown tool ${JSON.stringify(params.name.slice(0, 100))}`);
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
      if (params.name !== ANSWER_FROM_DOCS.name) {
        throw unknown(`Unknown prompt ${JSON.stringify(params.name.slice(0, 100))}`);
      }
      return answerFromDocs(params.arguments);
    });
    return server;
  };
}

/** What the docs are called, as far as the index says: one that is empty or cannot be read is taken for EINO's. */
async function docsOf({ status }: Pick<Services, 'status'>): Promise<DocsName> {
  return docsName(await status.read().catch(() => EMPTY_STATUS));
}

/** A model that has many servers to choose from reads first whose docs a tool is about. */
function about(title: string, definition: Tool['definition']): Tool['definition'] {
  return { ...definition, description: `${title}: ${definition.description}` };
}

/** Only what a client elicits is ever validated with it, and this server elicits nothing: the default costs milliseconds. */
const NO_VALIDATION: jsonSchemaValidator = {
  getValidator: () => () => ({ valid: false, data: undefined, errorMessage: 'not supported' }),
};

function unknown(message: string): McpError {
  return new McpError(ErrorCode.InvalidParams, message);
}
