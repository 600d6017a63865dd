import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackExtension } from '@anthropic-ai/mcpb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { execa } from 'execa';
import { allVariables } from '../../src/shared/config/variables.ts';
import { cleanEnv, PROJECT } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

let folder: string;
let unpacked: string;
beforeAll(async () => {
  folder = await createTemporaryFolder('bundle');
  await execa(process.execPath, [join(PROJECT, 'scripts/build-desktop-bundle.ts')], { cwd: folder });
  unpacked = join(folder, 'unpacked');
  const mcpbPath = join(folder, 'eino-docs-mcp.mcpb');
  await unpackExtension({ mcpbPath, outputDir: unpacked, silent: true });
});
afterAll(() => removeFolder(folder));

test('the bundle for Claude Desktop starts as its manifest says, with no setting filled in', async () => {
  const { server, user_config: settings } = JSON.parse(
    await readFile(join(unpacked, 'manifest.json'), 'utf8'),
  );
  const fill = (text: string) =>
    text
      .replace(/\$\{__dirname\}/, unpacked)
      .replace(/\$\{user_config\.(\w+)\}/, (_, key: string) => settings[key].default);
  const { args, env } = server.mcp_config;
  expect(Object.keys(allVariables.shape)).toEqual(expect.arrayContaining(Object.keys(env)));
  const filled = Object.fromEntries(Object.entries<string>(env).map(([name, text]) => [name, fill(text)]));

  const client = new Client({ name: 'Claude Desktop', version: '1' });
  const settingsOfTest = { DOCS_SOURCE: `dir:${join(PROJECT, 'docs')}`, XDG_DATA_HOME: folder };
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: args.map(fill),
      env: cleanEnv({ ...filled, ...settingsOfTest }),
      stderr: 'ignore',
    }),
  );
  await using resources = new AsyncDisposableStack();
  resources.defer(() => client.close());
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('search_docs');
});
