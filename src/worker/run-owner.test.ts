import { hostname } from 'node:os';
import { expect, test } from '@jest/globals';
import { execa } from 'execa';
import { nameRunOwner, ownerIsGone } from './run-owner.ts';

test('ownerIsGone() is true only for a process of this host that does not exist', async () => {
  const ended = execa(process.execPath, ['--version']);
  await ended;
  expect(ownerIsGone(nameRunOwner())).toBe(false);
  expect(ownerIsGone(`${hostname()}/${ended.pid}/00ff00ff`)).toBe(true);
  expect(ownerIsGone(`another-host/${ended.pid}/00ff00ff`)).toBe(false);
  expect(ownerIsGone('anything')).toBe(false);
});

test('nameRunOwner() gives every run another name', () => {
  expect(nameRunOwner()).not.toBe(nameRunOwner());
});
