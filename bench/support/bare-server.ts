/**
 * The least an MCP server over HTTP can do with the SDK: one tool with a constant answer, a server a request, the body
 * read and parsed before the SDK's transport gets it, which costs less than leaving it to the transport.
 */
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

const answer = { content: [{ type: 'text' as const, text: 'constant' }] };

const http = createServer(async (request, response) => {
  if (request.url === '/health') {
    response.end('{}');
    return;
  }
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  server.registerTool('constant', { inputSchema: { query: z.string() } }, () => answer);
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.once('close', () => server.close());
  await server.connect(transport);
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  await transport.handleRequest(request, response, JSON.parse(body));
});
http.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => http.close(() => process.exit(0)));
