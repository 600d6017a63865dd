/**
 * The minimum that an MCP server over HTTP does with the SDK, as a baseline: one tool with a constant answer, and one
 * server per request. It parses the body before it calls the SDK's transport, which is cheaper than leaving it to the
 * transport. A call of `large_constant` gets a constant answer of the size of a search result.
 */
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

const TOOLS = {
  constant: answerOf('constant'),
  large_constant: answerOf('Words of a passage, "quoted" and not.\n'.repeat(600)),
};

function answerOf(text: string) {
  return { content: [{ type: 'text' as const, text }] };
}

const http = createServer(async (request, response) => {
  if (request.url === '/health') {
    response.end('{}');
    return;
  }
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const message = JSON.parse(body);
  const name = message.params?.name === 'large_constant' ? 'large_constant' : 'constant';
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  server.registerTool(name, { inputSchema: { query: z.string() } }, () => TOOLS[name]);
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.once('close', () => server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response, message);
});
http.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => http.close(() => process.exit(0)));
