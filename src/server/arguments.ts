export type Transport = 'http' | 'stdio';

export type Command =
  | { readonly kind: 'serve'; readonly transport: Transport | null }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly problem: string };

/** What the command line asks for. `transport` is null where SERVER_MODE decides. */
export function parseArguments(args: readonly string[]): Command {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  if (args.includes('--version') || args.includes('-v')) return { kind: 'version' };
  const unknown = args.find((argument) => argument !== '--http' && argument !== '--stdio');
  if (unknown !== undefined) return { kind: 'wrong', problem: `unknown argument ${JSON.stringify(unknown)}` };
  const http = args.includes('--http');
  const stdio = args.includes('--stdio');
  if (http && stdio) return { kind: 'wrong', problem: 'choose one of --http and --stdio' };
  return { kind: 'serve', transport: http ? 'http' : stdio ? 'stdio' : null };
}

/** Fits a screen of 80 × 24. */
export const HELP = `eino-docs-server: answers questions about the docs over MCP. It only reads.

Usage: eino-docs-server [--stdio | --http] [--help] [--version]

  --stdio      MCP on stdin and stdout (default)
  --http       Streamable HTTP at /mcp, beside /health, /metrics, /llms.txt,
               /docs/<path>.md and a status page at / (as SERVER_MODE=true)

The most used settings (environment variables):
  INDEX_PATH      SQLite file of the index             data/index.db
  QDRANT_URL      Qdrant instead of SQLite             http://localhost:6333
  OPENAI_API_KEY  or OPENAI_BASE_URL: hybrid search    without: lexical
  HOST, PORT      where to listen                      127.0.0.1, 3000
  PUBLIC_URL      address clients use                  https://docs.example.com
  MCP_AUTH_TOKEN  bearer token to ask for              none
  LOG_LEVEL       debug, info, warn, error, silent     info

Every setting: docs/configuration.md. Logs go to stderr.
Exit codes: 0 stopped by a signal or the end of input, 1 failed, 2 bad usage.
`;
