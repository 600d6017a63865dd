import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Logger } from '../../shared/logging/logger.ts';

/**
 * Answers a POST of the stateless Streamable HTTP transport with a server and a transport of its own, as plain JSON.
 * A client that goes before its answer cancels the call; after the answer nothing holds either of them.
 */
export function mcpEndpoint(create: () => Server, logger: Logger) {
  return async (request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> => {
    const server = create();
    server.onerror = (error) => logger.debug({ reason: error.message.slice(0, 500) }, 'refused a message');
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.once('close', () => {
      if (!response.writableFinished) server.close();
    });
    await server.connect(transport);
    await transport.handleRequest(request, response, body);
  };
}
