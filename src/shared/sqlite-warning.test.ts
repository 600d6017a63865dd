import { expect, test } from '@jest/globals';
import { hideSqliteWarning } from './sqlite-warning.ts';

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
