import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { execa } from 'execa';
import {
  cleanEnv,
  type HttpProgram,
  PROJECT,
  poll,
  programPath,
  startHttpProgram,
} from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

/** A fenced block of the tutorial, with the file that the line before it names. */
interface Block {
  readonly language: string;
  readonly text: string;
  readonly file: string | undefined;
}

function blocksOf(markdown: string): Block[] {
  const fences = markdown.matchAll(/^(.*)\n\n```(\w+)\n([\s\S]*?)^```$/gm);
  return [...fences].map(([, before = '', language = '', text = '']) => ({
    language,
    text,
    file: /`([\w./-]+\.(?:md|yaml))`[^`]*:$/.exec(before)?.[1],
  }));
}

const resources = new AsyncDisposableStack();
let folder: string;
let env: Record<string, string>;
let server: HttpProgram | null = null;
/** The lines `export …` so far: each block is a shell of its own. */
let exported = '';
/** The last commands, and what they have printed. */
let asked = '';
let printed = '';

beforeAll(async () => {
  folder = await createTemporaryFolder('tutorial');
  resources.defer(() => removeFolder(folder));
  const bin = await createTemporaryFolder('bin');
  resources.defer(() => removeFolder(bin));
  // The program as npm installs it, and the same of this checkout. `claude` is not run here.
  const programs = {
    'eino-docs-worker': `exec "${process.execPath}" "${programPath('worker')}" "$@"`,
  };
  for (const [name, line] of Object.entries({ ...programs, claude: 'exit 0' })) {
    await writeFile(join(bin, name), `#!/bin/sh\n${line}\n`);
    await chmod(join(bin, name), 0o755);
  }
  const person = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com' };
  env = cleanEnv({
    PATH: [bin, process.env['PATH']].join(delimiter),
    HOME: bin,
    ...person,
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  });
});
afterAll(() => resources.disposeAsync());

/** Runs a block as one shell, after the exports of those before it. */
function runBlock(text: string) {
  const commands = text.replaceAll('http://localhost:3000', server?.url ?? 'http://no.server.yet');
  return execa('sh', ['-ec', exported + commands], { cwd: folder, env, extendEnv: false });
}

async function follow({ language, text, file }: Block): Promise<void> {
  if (language === 'text') {
    const lines = text.trimEnd().split('\n');
    const ask = async () => (await runBlock(asked)).stdout;
    if (asked.startsWith('curl'))
      printed = await poll(ask, (answer) => lines.every((line) => answer.includes(line)));
    for (const line of lines) expect(printed).toContain(line);
  } else if (language !== 'sh') {
    expect(file).toBeDefined();
    const path = join(folder, file ?? '');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } else if (text.trim() === 'eino-docs-mcp --http') {
    const settings = Object.fromEntries(
      [...exported.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, join(folder, value)]),
    );
    server = resources.use(
      await startHttpProgram([programPath('laptop'), '--http'], { ...env, ...settings }),
    );
  } else {
    asked = text;
    printed = (await runBlock(text)).stdout;
    exported += (text.match(/^export .*\n/gm) ?? []).join('');
  }
}

describe('the tutorial', () => {
  test('every file and command of the tutorial works in an empty folder and prints what the page shows', async () => {
    const blocks = blocksOf(await readFile(join(PROJECT, 'docs/tutorial.md'), 'utf8'));
    expect(blocks.map(({ language }) => language)).toEqual(
      expect.arrayContaining(['markdown', 'sh', 'yaml', 'text']),
    );
    expect(blocks.length).toBeGreaterThanOrEqual(12);
    for (const block of blocks) await follow(block);
  });

  test('an agent that is connected as the tutorial says gets its answer from the repository', async () => {
    const client = new Client({ name: 'agent', version: '1' });
    resources.defer(() => client.close());
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server?.url)));
    const { content } = await client.callTool({
      name: 'search_docs',
      arguments: { query: 'when is the release window?' },
    });
    expect(JSON.stringify(content)).toContain('any weekday before noon');
    expect(JSON.stringify(content)).not.toContain('weak');
  });
});
