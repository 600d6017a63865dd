import { expect, test } from '@jest/globals';
import { driftText } from './drift-command.ts';

test('drift is reported by document, with lines, packages and their version', () => {
  const text = driftText({
    documents: 3,
    packages: 2,
    exportedNames: 9,
    drift: [
      {
        path: 'a.md',
        names: [
          { name: 'flow.Gone', packages: ['github.com/acme/kit/flow'], version: 'v1.2.3', lines: [3] },
          { name: 'flow.Lost', packages: ['x/flow', 'y/flow'], lines: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
        ],
        links: [{ target: '../gone/\u001b[2J', address: 'https://docs.example.com/gone/', lines: [4, 7] }],
      },
    ],
  });
  expect(text.split('\n')).toEqual([
    '2 outdated names and 1 dead link in 1 document; 3 documents compared with 9 exported names of 2 packages',
    '',
    'a.md',
    '  line 3: flow.Gone is not in github.com/acme/kit/flow v1.2.3',
    '  lines 1, 2, 3, 4, 5, 6, 7, 8, …: flow.Lost is not in any of the 2 packages flow',
    expect.stringMatching(/^ {2}lines 4, 7: no document at \.\.\/gone\/\P{Cc}*$/u),
    '',
  ]);
});
