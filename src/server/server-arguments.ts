import { parseArgs } from 'node:util';
import { closestName } from '../shared/config/misspelt-names.ts';

export type Transport = 'http' | 'stdio';

export type ServerCommand =
  /** `transport` is null if the command line does not name one. */
  | { readonly kind: 'serve'; readonly transport: Transport | null }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly problem: string };

const OPTIONS = {
  http: { type: 'boolean' },
  stdio: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const LONGEST_SHOWN = 60;

export function parseServerArguments(args: readonly string[]): ServerCommand {
  // Not strict: parseArgs would throw an error of its own, also beside --help.
  const { values, tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const unknown = tokens.find(
    (token) => token.kind !== 'option' || !Object.hasOwn(OPTIONS, token.name) || token.value !== undefined,
  );
  if (unknown !== undefined) return { kind: 'wrong', problem: unknownArgument(args[unknown.index] ?? '') };
  if (values.http && values.stdio) {
    return { kind: 'wrong', problem: '--http and --stdio cannot be combined.' };
  }
  return { kind: 'serve', transport: values.http ? 'http' : values.stdio ? 'stdio' : null };
}

function unknownArgument(argument: string): string {
  const flags = Object.keys(OPTIONS).map((name) => `--${name}`);
  const shown = argument.slice(0, LONGEST_SHOWN);
  const meant = closestName(shown.toLowerCase(), flags);
  const advice = meant === null ? `the arguments are ${flags.join(', ')}.` : `did you mean ${meant}?`;
  return `unknown argument ${JSON.stringify(shown)}; ${advice}`;
}

/** Fits a screen of 80 × 24. */
export const SERVER_HELP = `eino-docs-server: answers queries about the docs over MCP. It is read-only.

Usage: eino-docs-server [--stdio | --http] [--help] [--version]

  --stdio  MCP on stdin and stdout (default)
  --http   Streamable HTTP at /mcp, beside /health, /metrics, /llms.txt,
           /docs/<path>.md and a page for people at / (as SERVER_MODE=true)

Examples:
  INDEX_PATH=/path/to/index.db eino-docs-server
  PORT=8080 QDRANT_URL=http://localhost:6333 eino-docs-server --http

Common settings (environment variables):
  INDEX_PATH      SQLite file of the index, or QDRANT_URL
  OPENAI_API_KEY  or OPENAI_BASE_URL: vectors of an embedding model
  HOST, PORT      address to listen on (127.0.0.1, 3000)
  PUBLIC_URL      address that clients use
  MCP_AUTH_TOKEN  bearer token that clients must send
  LOG_LEVEL       debug, info (default), warn, error or silent

All settings: docs/configuration.md. Logs go to stderr.
Exit codes: 0 stopped or end of input; 1 failure; 2 wrong usage or settings.
`;
