/**
 * Builds `eino-docs-mcp.mcpb`, the bundle for Claude Desktop: `npm run bundle`. It has the programs of the npm package and
 * a manifest, which asks for the few settings that a laptop needs.
 * The format: https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type McpbManifestAny, packExtension } from '@anthropic-ai/mcpb';
import { variableMeta } from '../src/shared/config/parse-env.ts';
import { allVariables } from '../src/shared/config/variables.ts';
import { buildPrograms } from './bundle-programs.ts';

const PROJECT = join(import.meta.dirname, '..');
const { version, description, license, engines, keywords, mcpName } = JSON.parse(
  await readFile(join(PROJECT, 'package.json'), 'utf8'),
);
/** The settings that Claude Desktop asks for. All are optional. */
const SETTINGS = { GITHUB_TOKEN: 'GitHub token', OPENAI_API_KEY: 'Key for embeddings', SOURCES: 'Sources' };

const settings = Object.entries(SETTINGS).map(([name, title]) => ({ name, title, key: name.toLowerCase() }));
const manifest: McpbManifestAny = {
  manifest_version: '0.3',
  name: 'eino-docs-mcp',
  display_name: 'EINO docs',
  version,
  description,
  author: {
    name: 'The eino-docs-mcp authors',
    url: `https://github.com/${mcpName.replace('io.github.', '')}`,
  },
  license,
  keywords,
  server: {
    type: 'node',
    entry_point: 'dist/laptop/bin.js',
    mcp_config: {
      command: 'node',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Desktop fills it in.
      args: ['${__dirname}/dist/laptop/bin.js'],
      env: Object.fromEntries(settings.map(({ name, key }) => [name, `\${user_config.${key}}`])),
    },
  },
  tools_generated: true,
  prompts_generated: true,
  compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines.node } },
  user_config: Object.fromEntries(
    settings.map(({ name, title, key }) => {
      const { description: text = '', secret = false } = variableMeta(allVariables, name);
      // Without a default, Claude Desktop would pass the placeholder itself to the program.
      return [
        key,
        { type: 'string', title, description: text, sensitive: secret, required: false, default: '' },
      ];
    }),
  ),
};

const folder = await mkdtemp(join(tmpdir(), 'eino-docs-bundle-'));
try {
  await buildPrograms(join(folder, 'dist'));
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({ version, type: 'module' })}\n`);
  await cp(join(PROJECT, 'LICENSE'), join(folder, 'LICENSE'));
  const outputPath = join(process.cwd(), 'eino-docs-mcp.mcpb');
  // It validates the manifest before it packs.
  if (!(await packExtension({ extensionPath: folder, outputPath, silent: true }))) process.exitCode = 1;
  else process.stdout.write(`${outputPath}\n`);
} finally {
  await rm(folder, { recursive: true });
}
