import { runServingProgram } from '../server/serving-program.ts';
import type { LaptopEnvironment } from './run-laptop.ts';

/** Fits a screen of 80 × 24. */
const HELP = `eino-docs-mcp: the docs for AI agents on your machine, kept current.

Usage: eino-docs-mcp [--stdio | --http] [--help] [--version]

  --stdio  MCP on stdin and stdout (default), as editors and agents start it
  --http   Streamable HTTP at /mcp, and a page to search at /

It syncs at once if a sync is due, then on SYNC_SCHEDULE, and answers meanwhile.
The first query waits for a first sync. Several of them share one index.

Example: claude mcp add eino-docs -- npx -y eino-docs-mcp

Common settings (environment variables):
  SOURCES         what to index: eino (built in) or a YAML file
  GITHUB_TOKEN    raises GitHub's limit from 60 to 5,000 requests an hour
  INDEX_PATH      SQLite file of the index; else in your data folder
  OPENAI_API_KEY  or OPENAI_BASE_URL: vectors of an embedding model
  PORT            port of --http (3000)

All settings: docs/configuration.md. Logs go to stderr.
Exit codes: 0 stopped or end of input; 1 failure; 2 wrong usage or settings.
`;

const load = async () => {
  const { runLaptop } = await import('./run-laptop.ts');
  return (environment: LaptopEnvironment) => runLaptop(environment);
};
await runServingProgram({ name: 'eino-docs-mcp', help: HELP, load }, process);
