import { z } from 'zod';
import { flag, httpUrl, integer, list, secret } from './parse-env.ts';

/** How clients reach the server. */
export const serverVariables = z.object({
  SERVER_MODE: flag()
    .default(false)
    .meta({ description: 'true: Streamable HTTP; otherwise stdio', example: 'true' }),
  HOST: z
    .string()
    .trim()
    .default('127.0.0.1')
    .meta({ description: 'Address to listen on', example: '127.0.0.1' }),
  PORT: integer(0, 65_535)
    .default(3000)
    .meta({ description: 'Port to listen on; 0: any free one', example: '3000' }),
  PUBLIC_URL: httpUrl().optional().meta({
    description: 'Address clients use, shown on the page',
    example: 'https://eino-docs.example.com',
  }),
  ALLOWED_HOSTS: list().optional().meta({
    description: 'Accepted Host headers, in addition to loopback names and the host of PUBLIC_URL',
    example: 'docs.example.com,docs.internal',
  }),
  ALLOWED_ORIGINS: list().optional().meta({
    description: 'Origins of web pages that may call, in addition to the own origin',
    example: 'https://inspector.example.com',
  }),
  MCP_AUTH_TOKEN: secret().optional().meta({
    description: 'Bearer token that /mcp, /api and every route with documents require; unset: none',
    secret: true,
  }),
  RATE_LIMIT_PER_MINUTE: integer(0, 1_000_000)
    .default(600)
    .meta({ description: 'Requests per minute and client; 0: no limit', example: '600' }),
  RATE_LIMIT_TOTAL_PER_MINUTE: integer(0, 10_000_000).optional().meta({
    description:
      'Requests per minute of all clients together; unset: ten times RATE_LIMIT_PER_MINUTE; 0: no limit',
    example: '6000',
  }),
  TRUST_PROXY: flag()
    .default(false)
    .meta({ description: "true: the proxy in front provides the client's address", example: 'true' }),
  STRUCTURED_CONTENT: flag().default(false).meta({
    description: 'true: MCP answers also have the structured form, which some hosts show instead of the text',
    example: 'true',
  }),
});
