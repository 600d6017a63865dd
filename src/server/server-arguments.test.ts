import { expect, test } from '@jest/globals';
import { parseServerArguments } from './server-arguments.ts';

test.each([
  [[], { kind: 'serve', transport: null }],
  [['--http'], { kind: 'serve', transport: 'http' }],
  [['--stdio'], { kind: 'serve', transport: 'stdio' }],
  [['--http', '--help'], { kind: 'help' }],
  [['--htpt', '-h'], { kind: 'help' }],
  [['--version'], { kind: 'version' }],
  [['--htpt'], { kind: 'wrong', problem: 'unknown argument "--htpt"; did you mean --http?' }],
  [
    ['--http=yes'],
    {
      kind: 'wrong',
      problem: 'unknown argument "--http=yes"; the arguments are --http, --stdio, --help, --version.',
    },
  ],
  [
    ['serve'],
    {
      kind: 'wrong',
      problem: 'unknown argument "serve"; the arguments are --http, --stdio, --help, --version.',
    },
  ],
  [['--http', '--stdio'], { kind: 'wrong', problem: '--http and --stdio cannot be combined.' }],
])('the server arguments %j are parsed as %j', (args, expected) => {
  expect(parseServerArguments(args)).toEqual(expected);
});
