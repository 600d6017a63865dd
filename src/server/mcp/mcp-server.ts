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
import { type DocsName, docsName } from '../documents/source-names.ts';
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

/** Every tool, in the order in which they are listed. */
export function toolsOf(services: Services): readonly Tool[] {
  return [searchDocsTool, fetchDocTool, listDocsTool, getIndexStatusTool, listChangesTool].map((make) =>
    make(services),
  );
}

/**
 * Returns a function that creates MCP servers. A stateless server is needed for every request, so whatever is costly
 * (above all schemas) is created once, here; the SDK's high-level McpServer would register it each time, and cannot page
 * resources. The server's title is read from the index when the server is created, and the title in the tool
 * descriptions when the tools are listed. The returned function never rejects.
 */
export function mcpServerFactory(services: Services): () => Promise<Server> {
  const tools = toolsOf(services);
  const byName = new Map<string, Tool>(tools.map((tool) => [tool.definition.name, tool]));
  return async () => {
    const docs = await readDocsName(services);
    const server = new Server(
      { name: 'eino-docs', title: docs.title, version: services.version },
      {
        capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
        instructions: instructions(docs),
        jsonSchemaValidator: NO_VALIDATION,
      },
    );
    server.setRequestHandler(ListToolsRequestSchema, async () => {
      const { title } = await readDocsName(services);
      return { tools: tools.map(({ definition }) => withDocsTitle(definition, title)) };
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

/** The name of the docs according to the index. An empty or unreadable index is assumed to be EINO's. */
async function readDocsName({ status }: Pick<Services, 'status'>): Promise<DocsName> {
  return docsName(await status.read().catch(() => EMPTY_STATUS));
}

/** Begins the description with the docs: a model may choose among the tools of many servers. */
function withDocsTitle(definition: Tool['definition'], title: string): Tool['definition'] {
  return { ...definition, description: `${title}: ${definition.description}` };
}

/** The SDK validates answers to elicitations with it. This server sends none, and the SDK's default is slow to make. */
const NO_VALIDATION: jsonSchemaValidator = {
  getValidator: () => () => ({ valid: false, data: undefined, errorMessage: 'not supported' }),
};

function unknownName(kind: 'tool' | 'prompt', name: string): McpError {
  return new McpError(ErrorCode.InvalidParams, `Unknown ${kind} ${JSON.stringify(name.slice(0, 100))}`);
}
