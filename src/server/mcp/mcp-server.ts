import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { docsName } from '../documents/source-names.ts';
import type { Services } from '../services.ts';
import { ANSWER_FROM_DOCS, answerFromDocs } from './answer-from-docs-prompt.ts';
import { type Params, RPC, RpcError } from './json-rpc.ts';
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

/** What the server tells about itself when a client connects. */
export interface ServerIdentity {
  readonly info: { readonly name: string; readonly title: string; readonly version: string };
  readonly instructions: string;
}

/** What the servers of both SDKs are made with. They offer nothing that needs a connection, such as notifications. */
export const SERVER_OPTIONS = {
  capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
  /** Validates answers to elicitations. This server sends none, and the SDKs' own validator is slow to make. */
  jsonSchemaValidator: {
    getValidator: () => () => ({ valid: false as const, data: undefined, errorMessage: 'not supported' }),
  },
};

/** The methods of MCP that mean the same in every version of the protocol. The versions differ in what is around them. */
export interface McpMethods {
  /** Reads the name of the docs from the index. Never rejects. */
  identity(): Promise<ServerIdentity>;
  /**
   * @param params not validated yet
   * @throws RpcError; its code for a missing resource is that of the versions up to 2025-11-25
   */
  call(method: string, params: Params | undefined, signal: AbortSignal): Promise<object>;
}

/** Puts the methods together. @param tools of `toolsOf`, whose schemas are costly to make */
export function mcpMethods(services: Services, tools: readonly Tool[]): McpMethods {
  const byName = new Map<string, Tool>(tools.map((tool) => [tool.definition.name, tool]));
  const methods = new Map<string, Method>([
    method(ListToolsRequestSchema, async () => {
      const docs = docsName(await readStatus(services));
      return { tools: tools.map((tool) => ({ ...tool.definition, description: tool.describe(docs) })) };
    }),
    method(CallToolRequestSchema, async ({ params }, signal) => {
      const tool = byName.get(params.name);
      if (tool === undefined) throw unknownName('tool', params.name);
      return tool.call(params.arguments, signal);
    }),
    method(ListResourcesRequestSchema, ({ params }) => listResources(services, params?.cursor)),
    method(ListResourceTemplatesRequestSchema, async () => ({ resourceTemplates: [DOCUMENT_TEMPLATE] })),
    method(ReadResourceRequestSchema, ({ params }, signal) => readResource(services, params.uri, signal)),
    method(CompleteRequestSchema, ({ params }) => completePath(services, params)),
    method(ListPromptsRequestSchema, async () => ({ prompts: [ANSWER_FROM_DOCS] })),
    method(GetPromptRequestSchema, async ({ params }) => {
      if (params.name !== ANSWER_FROM_DOCS.name) throw unknownName('prompt', params.name);
      return answerFromDocs(params.arguments);
    }),
  ]);
  return {
    async identity() {
      const status = await readStatus(services);
      const { version } = services;
      return {
        info: { name: 'eino-docs', title: docsName(status).title, version },
        instructions: serverInstructions(status),
      };
    },
    async call(name, params, signal) {
      const called = methods.get(name);
      if (called === undefined) throw new RpcError(RPC.methodNotFound, 'Method not found');
      return called(params, signal);
    },
  };
}

type Method = (params: Params | undefined, signal: AbortSignal) => Promise<object>;

/** The part of a request schema that is used here. */
interface RequestSchema<T> {
  readonly shape: { readonly method: { readonly value: string } };
  safeParse(request: object): {
    readonly data?: T;
    readonly error?: {
      readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
    };
  };
}

/** A method whose parameters are validated first. */
function method<T>(
  schema: RequestSchema<T>,
  run: (request: T, signal: AbortSignal) => Promise<object>,
): [string, Method] {
  const name = schema.shape.method.value;
  return [
    name,
    async (params, signal) => {
      const request = { method: name, params };
      const { data } = schema.safeParse(request);
      if (data === undefined) throw invalidParams(schema, request);
      return run(data, signal);
    },
  ];
}

/** The error of a request that does not match the schema of its method, with the first parameter that is invalid. */
export function invalidParams(
  schema: RequestSchema<unknown>,
  request: { readonly method: string; readonly params: Params | undefined },
): RpcError | null {
  const issue = schema.safeParse(request).error?.issues[0];
  if (issue === undefined) return null;
  const problem = `${issue.path.map(String).join('.')}: ${issue.message}`;
  return new RpcError(RPC.invalidParams, `Invalid ${request.method} request: ${problem}`);
}

/** The status that names the docs. An unreadable index is taken for an empty one. */
async function readStatus({ status }: Pick<Services, 'status'>): Promise<IndexStatus> {
  return status.read().catch(() => EMPTY_STATUS);
}

function unknownName(kind: 'tool' | 'prompt', name: string): RpcError {
  return new RpcError(RPC.invalidParams, `Unknown ${kind} ${JSON.stringify(name.slice(0, 100))}`);
}
