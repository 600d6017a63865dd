import { closestName } from '../shared/closest-name.ts';

export type Transport = 'http' | 'stdio';

export type Command =
  | { readonly kind: 'serve'; readonly transport: Transport | null }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly problem: string };

const FLAGS = ['--http', '--stdio', '--help', '--version'];

/** What the command line asks for. `transport` is null where SERVER_MODE decides. */
export function parseArguments(args: readonly string[]): Command {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  if (args.includes('--version') || args.includes('-v')) return { kind: 'version' };
  const unknown = args.find((argument) => !FLAGS.includes(argument))?.slice(0, 60);
  if (unknown !== undefined) {
    const meant = closestName(unknown.toLowerCase(), FLAGS);
    const advice = meant === null ? `there are ${FLAGS.join(', ')}.` : `did you mean ${meant}?`;
    return { kind: 'wrong', problem: `there is no argument ${JSON.stringify(unknown)}; ${advice}` };
  }
  const http = args.includes('--http');
  const stdio = args.includes('--stdio');
  if (http && stdio) return { kind: 'wrong', problem: 'choose one of --http and --stdio.' };
  return { kind: 'serve', transport: http ? 'http' : stdio ? 'stdio' : null };
}

/** Fits a screen of 80 × 24. */
export const HELP = `eino-docs-server: answers questions about the docs over MCP. It only reads.

Usage: eino-docs-server [--stdio | --http] [--help] [--version]

  --stdio  MCP on stdin and stdout (default)
  --http   Streamable HTTP at /mcp, beside /health, /metrics, /llms.txt,
           /docs/<path>.md and a status page at / (as SERVER_MODE=true)

Examples:
  INDEX_PATH=/path/to/index.db eino-docs-server
  PORT=8080 QDRANT_URL=http://localhost:6333 eino-docs-server --http

Most used settings (environment):
  INDEX_PATH      SQLite file of the index (data/index.db), or QDRANT_URL
  OPENAI_API_KEY  or OPENAI_BASE_URL: hybrid search; without: lexical
  HOST, PORT      where to listen (127.0.0.1, 3000)
  PUBLIC_URL      address clients use, MCP_AUTH_TOKEN: what they must show
  LOG_LEVEL       debug, info (default), warn, error or silent

Every setting: docs/configuration.md. Logs go to stderr.
Exit codes: 0 was stopped or input ended; 1 failed; 2 bad usage or settings.
`;
