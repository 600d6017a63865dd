import { EMPTY_STATUS } from '../../../shared/domain/index-status.ts';
import { type DocsName, docsName } from '../../documents/source-names.ts';
import type { JsonSchema, Tool } from '../../mcp/tool.ts';
import type { Services } from '../../services.ts';
import { type Route, sendJson } from '../exchange.ts';
import { API_PATHS } from './api-routes.ts';

interface OpenApiDeps {
  readonly services: Pick<Services, 'status' | 'version'>;
  readonly tools: readonly Tool[];
  readonly tokenRequired: boolean;
}

/** The description of `/api` in the format of https://spec.openapis.org/oas/v3.1.1, made from the tools' schemas. */
export function openApiRoute({ services, tools, tokenRequired }: OpenApiDeps): Route {
  return {
    name: '/openapi.json',
    method: 'GET',
    requiresToken: true,
    async handle({ response, baseUrl }) {
      const docs = docsName(await services.status.read().catch(() => EMPTY_STATUS));
      const { version } = services;
      sendJson(response, 200, openApi(tools, { docs, version, baseUrl, tokenRequired }));
    },
  };
}

interface ApiFacts {
  readonly docs: DocsName;
  readonly version: string;
  readonly baseUrl: string;
  readonly tokenRequired: boolean;
}

function openApi(tools: readonly Tool[], { docs, version, baseUrl, tokenRequired }: ApiFacts): object {
  const byName = new Map(tools.map((tool) => [tool.definition.name, tool]));
  const paths = API_PATHS.flatMap(([path, name]) => {
    const tool = byName.get(name);
    return tool === undefined ? [] : [[path, { get: operation(tool, path, docs) }] as const];
  });
  return {
    openapi: '3.1.0',
    info: {
      title: docs.title,
      version,
      description: `What the MCP server at ${baseUrl}/mcp answers, as JSON. Read-only.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: baseUrl }],
    ...(tokenRequired ? { security: [{ token: [] }] } : {}),
    paths: Object.fromEntries(paths),
    components: {
      schemas: { Error: ERROR },
      responses: RESPONSES,
      ...(tokenRequired ? { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } } : {}),
    },
  };
}

function operation({ definition, answerSchema, describe }: Tool, path: string, docs: DocsName): object {
  const { properties = {}, required = [] } = definition.inputSchema;
  const parameters = Object.entries(properties).map(([name, schema]) => {
    const isInPath = path.includes(`{${name}}`);
    return parameter(name, schema, isInPath ? 'path' : required.includes(name) ? 'required' : 'optional');
  });
  const refs = ['400', ...(path.includes('{') ? ['404'] : []), '401', '429', '503'];
  return {
    operationId: definition.name,
    summary: definition.title,
    description: describe(docs),
    parameters,
    responses: {
      200: {
        description: 'The answer',
        headers: { ETag: { schema: { type: 'string' }, description: 'For If-None-Match' } },
        content: { 'application/json': { schema: answerSchema } },
      },
      304: { description: 'The answer is the one with the ETag of If-None-Match; only its age has changed' },
      ...Object.fromEntries(refs.map((status) => [status, { $ref: `#/components/responses/${status}` }])),
    },
  };
}

function parameter(name: string, described: object, place: 'path' | 'required' | 'optional'): object {
  const { description = '', ...schema } = described as { description?: string };
  return {
    name,
    in: place === 'path' ? 'path' : 'query',
    required: place !== 'optional',
    description: place === 'path' ? `${description}. Its slashes may be left as they are` : description,
    schema,
  };
}

const ERROR: JsonSchema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        status: { type: 'integer' },
        message: { type: 'string', description: 'What is wrong and what to do' },
        suggestions: { type: 'array', items: { type: 'string' }, description: 'Nearest paths' },
      },
      required: ['status', 'message'],
    },
  },
  required: ['error'],
};

const failure = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
});

const RESPONSES = {
  400: failure('A required argument is missing, or the cursor is no longer valid'),
  401: failure('The bearer token is missing or wrong'),
  404: failure('There is no such document or section'),
  429: failure('Too many requests; Retry-After says when to try again'),
  503: failure('The server is busy or cannot read the index; Retry-After says when to try again'),
};
