import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readOptions } from './options.ts';

describe('readOptions()', () => {
  test('readOptions() defaults to the report set and reads the arguments', () => {
    expect(readOptions([])).toEqual({
      set: 'report',
      corpus: 'all',
      clones: new Map(),
      misses: false,
      ablation: false,
      readme: false,
      save: undefined,
      against: undefined,
      rankings: [],
    });
    expect(readOptions(['--clone', 'owner/a=/a', '--clone', 'owner/b=b']).clones).toEqual(
      new Map([
        ['owner/a', '/a'],
        ['owner/b', 'b'],
      ]),
    );
    expect(readOptions(['--set', 'tune', '--ablation'])).toMatchObject({ set: 'tune', ablation: true });
    expect(readOptions(['--readme'])).toMatchObject({ set: 'report', readme: true });
    expect(
      readOptions(['--save', 'a', '--against', 'b', '--rankings', 'c', '--rankings', 'd']),
    ).toMatchObject({
      save: 'a',
      against: 'b',
      rankings: ['c', 'd'],
    });
  });

  test.each([
    [['--set', 'nope'], '--set is one of tune, report, all, not "nope"'],
    [['--set'], "Option '--set <value>' argument missing"],
    [['--corpus', 'nope'], '--corpus is one of all, docs, not "nope"'],
    [['--clone', '/a'], '--clone is owner/name=folder, not "/a"'],
    [['--misses=yes'], "Option '--misses' does not take an argument"],
    [['--nope'], "Unknown option '--nope'"],
    [['nope'], "Unexpected argument 'nope'"],
  ])('readOptions() refuses the arguments %j', (args, message) =>
    expect(() => readOptions(args)).toThrow(message),
  );

  test('the evaluation ends with one line on stderr and exit code 2 if an option is invalid', () => {
    const evaluation = () =>
      execFileSync(process.execPath, [join(import.meta.dirname, 'main.ts'), '--set', 'nope'], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(evaluation).toThrow(
      expect.objectContaining({ status: 2, stderr: 'eval: --set is one of tune, report, all, not "nope"\n' }),
    );
  });
});
