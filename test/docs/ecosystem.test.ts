import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseEnv, variableMeta } from '../../src/shared/config/parse-env.ts';
import { allVariables } from '../../src/shared/config/variables.ts';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read('package.json');

/**
 * The parts of the registry's schema of 2025-12-11 that an entry like this one uses. It is stricter than the registry's:
 * an unknown field is an error. https://github.com/modelcontextprotocol/registry/tree/main/docs/reference/server-json
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

describe('server.json', () => {
  const entry = read('server.json');
  const [published] = entry.packages;

  test('server.json names this package and its version', () => {
    expect(entry).toMatchObject({ name: manifest.mcpName, version: manifest.version });
    expect(published).toMatchObject({ identifier: manifest.name, version: manifest.version });
  });

  test('server.json conforms to the schema of the MCP registry', () => {
    expect(registryEntry.safeParse(entry).error?.issues ?? []).toEqual([]);
  });

  test('server.json lists only variables that the programs read, with their defaults, and marks secrets', () => {
    const defaults = parseEnv(allVariables, {}, allVariables) as Record<string, unknown>;
    for (const { name, isSecret = false, default: shown } of published.environmentVariables) {
      expect(Object.keys(allVariables.shape)).toContain(name);
      expect(shown).toBe(defaults[name]);
      expect(isSecret).toBe(variableMeta(allVariables, name).secret === true);
    }
  });
});

test.each(['.claude-plugin/plugin.json', 'gemini-extension.json'])(
  '%s has the version of the package and starts it with npx',
  (file) => {
    const extension = read(file);
    expect(extension).toMatchObject({ name: 'eino-docs', version: manifest.version });
    expect(extension.mcpServers).toEqual({ 'eino-docs': { command: 'npx', args: ['-y', manifest.name] } });
  },
);

test('the skill names only tools that the server has, and its front matter names the skill', async () => {
  const skill = readFileSync('skills/eino-docs/SKILL.md', 'utf8');
  const [, block = ''] = skill.split(/^---$/m);
  const data = parse(block) as Record<string, unknown>;
  expect(data).toMatchObject({ name: 'eino-docs', description: expect.any(String) });
  expect(String(data['description']).length).toBeLessThanOrEqual(1_024);
  const named = [...skill.matchAll(/`((?:search|fetch|list|get)_\w+)`/g)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(['search_docs', 'fetch_doc', 'list_docs', 'list_changes']));
});

test('npx with the name of the package starts the program that needs no other', () => {
  expect(manifest.bin[manifest.name]).toBe('dist/laptop/bin.js');
});

test('every production dependency has a permissive licence', () => {
  // PSF-2.0: argparse, which only markdown-it's own command uses.
  const permissive = 'MIT ISC BSD-2-Clause BSD-3-Clause Apache-2.0 0BSD BlueOak-1.0.0 PSF-2.0'.split(' ');
  const packages: [string, { dev?: boolean; license?: string }][] = Object.entries(
    read('package-lock.json').packages,
  );
  const installed = packages.filter(([path, { dev }]) => path !== '' && dev !== true);
  expect(installed.length).toBeGreaterThan(100);
  expect(installed.filter(([, { license = 'none' }]) => !permissive.includes(license))).toEqual([]);
});
