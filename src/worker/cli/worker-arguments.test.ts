import { describe, expect, test } from '@jest/globals';
import { parseWorkerArguments, WORKER_COMMANDS, WORKER_HELP } from './worker-arguments.ts';

describe('the command line', () => {
  test('the command line accepts a command and its flags in any order', () => {
    const expected = { kind: 'command', command: 'sync', flags: new Set(['--json', '--dry-run']) };
    expect(parseWorkerArguments(['sync', '--json', '--dry-run'])).toEqual(expected);
    expect(parseWorkerArguments(['--dry-run', 'sync', '--json', '--json'])).toEqual(expected);
  });

  test('help and version are shown whatever else the command line says', () => {
    expect(parseWorkerArguments(['sink', '--help'])).toEqual({ kind: 'help' });
    expect(parseWorkerArguments(['-h'])).toEqual({ kind: 'help' });
    expect(parseWorkerArguments(['help'])).toEqual({ kind: 'help' });
    expect(parseWorkerArguments(['--version'])).toEqual({ kind: 'version' });
    expect(parseWorkerArguments(['-v'])).toEqual({ kind: 'version' });
  });

  test.each([
    [['sink'], 'unknown command "sink"; did you mean sync?'],
    [['stat'], 'unknown command "stat"; did you mean status?'],
    [[], 'no command given; the commands are sync, schedule, status, export, verify, drift, gaps, sources.'],
    [['sync', '--jsn'], 'unknown flag "--jsn"; did you mean --json?'],
    [['sync', '--dryrun'], 'unknown flag "--dryrun"; did you mean --dry-run?'],
    [['sync', '--json=true'], 'unknown flag "--json=true"; did you mean --json?'],
    [['status', '--rebuild'], 'unknown flag "--rebuild"; status accepts --json.'],
    [['export', '--json'], 'unknown flag "--json"; export accepts no flags.'],
    [['export', '-j'], 'unknown flag "-j"; export accepts no flags.'],
    [['status', '--'], 'unknown flag "--"; status accepts --json.'],
    [['sync', 'now'], 'unexpected argument "now".'],
    [['toString'], expect.stringContaining('unknown command "toString"')],
    [
      ['bogus'],
      'unknown command "bogus"; the commands are sync, schedule, status, export, verify, drift, gaps, sources.',
    ],
  ])('the command line %j is refused with a message that names the mistake', (args, message) => {
    expect(() => parseWorkerArguments(args)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });
});

describe('the help', () => {
  test('the help fits a terminal of 80 × 24', () => {
    const lines = WORKER_HELP.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('the help names every command and flag', () => {
    for (const word of Object.entries(WORKER_COMMANDS).flat(2)) expect(WORKER_HELP).toContain(word);
  });
});
