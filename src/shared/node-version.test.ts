import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { hideSqliteWarning, isSupportedNode } from './node-version.ts';

const project = join(import.meta.dirname, '../..');
const { engines } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

/** Simulates a Node of this version. @returns what it prints and its exit code */
function ask(version: string) {
  let said = '';
  const stderr = { write: (text: string) => (said += text) };
  const node = { versions: { node: version }, argv: ['node', '/bin/eino-docs-server'], stderr, exitCode: 0 };
  return { enough: isSupportedNode(node), said, exitCode: node.exitCode };
}

describe('isSupportedNode()', () => {
  const [, oldest = ''] = /^>=(\d+\.\d+)$/.exec(engines.node) ?? [];

  test.each([`${oldest}.0`, '22.20.1', '24.0.0', '30.1.2'])(
    'isSupportedNode() accepts Node %s and prints nothing',
    (version) => {
      expect(ask(version)).toEqual({ enough: true, said: '', exitCode: 0 });
    },
  );

  test.each(['22.17.9', '20.20.2', '9.11.0'])(
    'isSupportedNode() reports the required version to Node %s in one line, with exit code 2',
    (version) => {
      const { enough, said, exitCode } = ask(version);
      expect({ enough, exitCode }).toEqual({ enough: false, exitCode: 2 });
      expect(said).toMatch(
        new RegExp(
          `requires Node ${oldest} or newer, and this is ${version}: .* npx -y node@24 /bin/eino-docs-server\n$`,
        ),
      );
      expect(said.trimEnd()).not.toContain('\n');
    },
  );
});

test.each(['server', 'worker'])(
  'the %s command checks the Node version before it loads anything else',
  async (program) => {
    const older = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })`;
    const bin = join(project, 'src', program, 'bin.ts');
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      ['--import', older, bin, '--version'],
      {
        reject: false,
      },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^eino-docs-mcp requires Node .* and this is 20\.20\.2: .*bin\.ts$/);
  },
);

test('the warning that SQLite is experimental is not printed, and every other one is, with its kind', () => {
  const printed: unknown[][] = [];
  const node = {
    emitWarning: (...args: unknown[]) => {
      printed.push(args);
    },
  };
  hideSqliteWarning(node);
  node.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
  node.emitWarning('Type Stripping is an experimental feature', 'ExperimentalWarning');
  expect(printed).toEqual([['Type Stripping is an experimental feature', 'ExperimentalWarning']]);
});
