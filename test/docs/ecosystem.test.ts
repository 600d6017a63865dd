import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { serverProgramVariables } from '../../src/server/config.ts';
import { parseEnv, variableMeta } from '../../src/shared/config/parse-env.ts';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read('package.json');

/**
 * What the registry takes of an entry like ours, by its schema of 2025-12-11, in our own words; stricter in that a field
 * this does not know is a mistake. https://github.com/modelcontextprotocol/registry/tree/main/docs/reference/server-json
 */
const exactVersion = z.string().regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
const registryEntry = z.strictObject({
  $schema: z.literal('https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(100),
  version: exactVersion,
  packages: z
    .array(
      z.strictObject({
        registryType: z.literal('npm'),
        identifier: z.string().min(1),
        version: exactVersion,
        runtimeHint: z.literal('npx'),
        transport: z.strictObject({ type: z.literal('stdio') }),
        environmentVariables: z.array(
          z.strictObject({
            name: z.string().min(1),
            description: z.string().min(1),
            format: z.enum(['string', 'number', 'boolean', 'filepath']).optional(),
            default: z.string().optional(),
            placeholder: z.string().optional(),
            isSecret: z.boolean().optional(),
          }),
        ),
      }),
    )
    .length(1),
});

describe('server.json, the entry in the MCP registry', () => {
  const entry = read('server.json');
  const [published] = entry.packages;

  test('speaks of this package at this version', () => {
    expect(entry).toMatchObject({ name: manifest.mcpName, version: manifest.version });
    expect(published).toMatchObject({ identifier: manifest.name, version: manifest.version });
  });

  test('is what the registry takes', () => {
    expect(registryEntry.safeParse(entry).error?.issues ?? []).toEqual([]);
  });

  test('names only variables the server reads, with their defaults, and marks the secrets', () => {
    const defaults = parseEnv(serverProgramVariables, {}, serverProgramVariables) as Record<string, unknown>;
    for (const { name, isSecret = false, default: shown } of published.environmentVariables) {
      expect(Object.keys(serverProgramVariables.shape)).toContain(name);
      expect(shown).toBe(defaults[name]);
      expect(isSecret).toBe(variableMeta(serverProgramVariables, name).secret === true);
    }
  });
});

/** Settings of MCP clients: `.mcp.json`, and what the README shows in a block or a table. */
function clientSettings(): {
  command?: string;
  args?: string[];
  env?: Record<string, string>;
  url?: string;
}[] {
  const readme = readFileSync('README.md', 'utf8');
  const shown = [...readme.matchAll(/`(\{"mcpServers".*?\})`|^```json\n(.*?)^```/gms)].map(
    ([, a, b]) => a ?? b ?? '',
  );
  expect(shown).toHaveLength(3);
  return [readFileSync('.mcp.json', 'utf8'), ...shown].map(
    (text) => JSON.parse(text).mcpServers['eino-docs'],
  );
}

test('client settings name files, variables and routes that there are', () => {
  for (const { command = '', args = [], env = {}, url } of clientSettings()) {
    const files = [command, ...args].filter((word) => word.includes('node_modules/') || word.endsWith('.ts'));
    for (const file of files) expect(existsSync(file.replace('/path/to/eino-docs-mcp/', ''))).toBe(true);
    for (const name of Object.keys(env)) expect(Object.keys(serverProgramVariables.shape)).toContain(name);
    const addresses = [url, ...args].filter((word) => word?.startsWith('http'));
    for (const address of addresses) expect(address).toMatch(/^http:\/\/localhost:3000\/mcp$/);
    expect(files.length + addresses.length).toBeGreaterThan(0);
  }
});

test('npx of the package by its name starts the server', () => {
  expect(manifest.bin[manifest.name]).toBe(manifest.bin['eino-docs-server']);
});

test('every package that is installed for users has a permissive licence', () => {
  const permissive = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'];
  const packages: [string, { dev?: boolean; license?: string }][] = Object.entries(
    read('package-lock.json').packages,
  );
  const installed = packages.filter(([path, { dev }]) => path !== '' && dev !== true);
  expect(installed.length).toBeGreaterThan(100);
  expect(installed.filter(([, { license = 'none' }]) => !permissive.includes(license))).toEqual([]);
});
