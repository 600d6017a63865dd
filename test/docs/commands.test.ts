import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md')];

/** The lines of shell blocks, continuation lines joined and comments dropped. */
function commandLines(markdown: string): string[] {
  return [...markdown.matchAll(/^```(?:bash|sh|shell)\n([\s\S]*?)^```/gm)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** npm's own commands, besides the scripts of package.json. */
const NPM_COMMANDS = ['ci', 'run', 'test', 'start', 'pack', 'audit', 'install'];

describe.each(pages)('commands on %s', (page) => {
  const text = readFileSync(page, 'utf8');
  const inline = [...text.matchAll(/`(npm [^`\n]+)`/g)].map(([, command = '']) => command);
  const commands = [...commandLines(text), ...inline];

  test('npm scripts they call exist', () => {
    const called = commands.flatMap((line) =>
      [...line.matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g)].map(([, name]) => name),
    );
    expect(called.filter((name) => !(String(name) in scripts))).toEqual([]);
    const npm = commands.flatMap((line) =>
      [...line.matchAll(/(?:^|&& |\| )npm (\w+)/g)].map(([, name]) => name),
    );
    expect(npm.filter((name) => !NPM_COMMANDS.includes(String(name)))).toEqual([]);
  });

  test('files of the project they name exist', () => {
    const files = commands.flatMap(
      (line) =>
        line.match(
          /(?:^|\s)(?:\.\/)?((?:src|scripts|test|bench|eval|demo)\/[\w./-]+|[\w-]+\.(?:toml|sh|yaml))(?=\s|$)/g,
        ) ?? [],
    );
    expect(files.map((file) => file.trim()).filter((file) => !existsSync(file))).toEqual([]);
  });
});
