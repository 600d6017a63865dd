import { describe, expect, test } from '@jest/globals';
import { COMMANDS, HELP, parseArguments } from './arguments.ts';

describe('the command line', () => {
  test('is a command and its flags, in any order', () => {
    const expected = { kind: 'command', command: 'sync', flags: new Set(['--json', '--dry-run']) };
    expect(parseArguments(['sync', '--json', '--dry-run'])).toEqual(expected);
    expect(parseArguments(['--dry-run', 'sync', '--json', '--json'])).toEqual(expected);
  });

  test('asks for help or the version whatever else it says', () => {
    expect(parseArguments(['sink', '--help'])).toEqual({ kind: 'help' });
    expect(parseArguments(['-h'])).toEqual({ kind: 'help' });
    expect(parseArguments(['help'])).toEqual({ kind: 'help' });
    expect(parseArguments(['--version'])).toEqual({ kind: 'version' });
    expect(parseArguments(['-v'])).toEqual({ kind: 'version' });
  });

  test.each([
    [['sink'], 'there is no command "sink"; did you mean sync?'],
    [['stat'], 'there is no command "stat"; did you mean status?'],
    [[], 'no command given; there are sync, schedule, status, export, verify.'],
    [['sync', '--jsn'], 'sync has no flag "--jsn"; did you mean --json?'],
    [['sync', '--dryrun'], 'sync has no flag "--dryrun"; did you mean --dry-run?'],
    [['sync', '--json=true'], 'sync has no flag "--json=true"; did you mean --json?'],
    [['status', '--rebuild'], 'status has no flag "--rebuild"; status takes --json.'],
    [['export', '--json'], 'export has no flag "--json"; export takes none.'],
    [['sync', 'now'], 'sync takes no argument "now".'],
    [['toString'], expect.stringContaining('there is no command "toString"')],
    [['bogus'], 'there is no command "bogus"; there are sync, schedule, status, export, verify.'],
  ])('%j is refused with what was meant, or with what there is where nothing is near', (args, message) => {
    expect(() => parseArguments(args)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });
});

describe('the help', () => {
  test('fits a screen of 80 × 24', () => {
    const lines = HELP.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('names every command and flag', () => {
    for (const word of Object.entries(COMMANDS).flat(2)) expect(HELP).toContain(word);
  });
});
