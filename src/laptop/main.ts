import { enableCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { parseServerArguments } from '../server/server-arguments.ts';
import { EXIT } from '../shared/error-codes.ts';
import { packageVersion } from '../shared/package-version.ts';
import { stopSignal } from '../shared/stop-signal.ts';

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
  OPENAI_API_KEY  or OPENAI_BASE_URL: hybrid search; otherwise lexical
  PORT            port of --http (3000)

All settings: docs/configuration.md. Logs go to stderr.
Exit codes: 0 stopped or end of input; 1 failure; 2 wrong usage or settings.
`;

const command = parseServerArguments(process.argv.slice(2));
if (command.kind === 'help') process.stdout.write(HELP);
else if (command.kind === 'version') process.stdout.write(`${packageVersion()}\n`);
else if (command.kind === 'wrong') {
  process.stderr.write(`eino-docs-mcp: USAGE: ${command.problem} See --help.\n`);
  process.exitCode = EXIT.usage;
} else {
  // Halves the start time from the second run on. The program is imported after it, so that it is cached too.
  enableCompileCache();
  // Under load V8 prefers a larger heap to more garbage collection. With these flags the server needs a third of the
  // memory and 40 % more CPU time.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=10');
  setFlagsFromString('--optimize-for-size');
  const { runLaptop } = await import('./run-laptop.ts');
  process.exitCode = await runLaptop({
    env: process.env,
    transport: command.transport,
    stderr: process.stderr,
    stop: stopSignal(process),
    clock: Date.now,
    delay: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
    random: Math.random,
  });
}
