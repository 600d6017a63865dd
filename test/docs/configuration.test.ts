import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseEnv, variableMeta } from '../../src/shared/config/parse-env.ts';
import { allVariables } from '../../src/shared/config/variables.ts';

const page = readFileSync('docs/configuration.md', 'utf8');
const example = readFileSync('.env.example', 'utf8');
const documented = tableRows(page)
  .map(([name]) => /^`([A-Z_]+)`$/.exec(name ?? '')?.[1])
  .filter((name) => name !== undefined);
const names = Object.keys(allVariables.shape);

describe('docs/configuration.md', () => {
  test('docs/configuration.md documents every variable of the schema, and no other', () => {
    expect([...documented].sort()).toEqual([...names].sort());
  });

  test('docs/configuration.md and the README show the defaults of the schema', () => {
    const defaults = parseEnv(allVariables, {}, allVariables) as Record<string, unknown>;
    for (const [cell, shown] of tableRows(page + readFileSync('README.md', 'utf8'))) {
      const name = /^`([A-Z_]+)`$/.exec(cell ?? '')?.[1];
      if (name !== undefined && defaults[name] !== undefined) expect(shown).toBe(`\`${defaults[name]}\``);
    }
  });
});

test.each(['README.md', 'README.zh-CN.md'])('%s shows only variables of the schema', (file) => {
  const shown = tableRows(readFileSync(file, 'utf8')).flatMap(
    ([cell]) => /^`([A-Z_]+)`$/.exec(cell ?? '')?.[1] ?? [],
  );
  expect(shown.length).toBeGreaterThan(5);
  expect(names).toEqual(expect.arrayContaining(shown));
});

describe('.env.example', () => {
  const settings = example.split('\n').filter((line) => /^#?[A-Z_]+=/.test(line));

  test('.env.example contains every variable of the schema once, and no other', () => {
    expect(settings.map((line) => line.replace(/^#/, '').split('=')[0]).sort()).toEqual([...names].sort());
  });

  test('.env.example is a valid configuration if every line is uncommented', () => {
    const env = Object.fromEntries(
      settings.map((line) => [
        line.slice(line.startsWith('#') ? 1 : 0, line.indexOf('=')),
        line.split('=').slice(1).join('='),
      ]),
    );
    expect(() => parseEnv(allVariables, env, allVariables)).not.toThrow();
  });

  test('.env.example contains no value for a secret', () => {
    for (const line of settings) {
      const [name = '', value] = line.replace(/^#/, '').split('=');
      if (variableMeta(allVariables, name).secret === true) expect(value).toBe('');
    }
  });
});

/** The cells of every row of all tables in a Markdown text, header and delimiter rows included. */
function tableRows(markdown: string): string[][] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}
