import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { variableMeta } from '../../src/shared/config/parse-env.ts';
import { allVariables } from '../../src/shared/config/program-variables.ts';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read('package.json');

describe('server.json, the entry in the MCP registry', () => {
  const entry = read('server.json');
  const [published] = entry.packages;

  test('speaks of this package at this version', () => {
    expect(entry).toMatchObject({ name: manifest.mcpName, version: manifest.version });
    expect(published).toMatchObject({ identifier: manifest.name, version: manifest.version });
  });

  test('keeps to the lengths the registry takes', () => {
    expect(entry.name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
    expect(entry.description.length).toBeLessThanOrEqual(100);
    expect(entry.title.length).toBeLessThanOrEqual(100);
  });

  test('names only variables the server reads, and marks the secrets', () => {
    for (const { name, isSecret = false } of published.environmentVariables) {
      expect(Object.keys(allVariables.shape)).toContain(name);
      expect(isSecret).toBe(variableMeta(allVariables, name).secret === true);
    }
  });
});

test('.mcp.json starts the server from a checkout', () => {
  const { command, args } = read('.mcp.json').mcpServers['eino-docs'];
  for (const file of [command, ...args]) expect(existsSync(file)).toBe(true);
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
