import { hostname } from 'node:os';
import { expect, test } from '@jest/globals';
import { execa } from 'execa';
import { nameRunOwner, ownerIsGone, ownerOfThisMachineIsGone } from './open-writer.ts';

test('ownerIsGone() is true only for a process of this host that does not exist', async () => {
  const ended = execa(process.execPath, ['--version']);
  await ended;
  expect(ownerIsGone(nameRunOwner())).toBe(false);
  expect(ownerIsGone(`${hostname()}/${ended.pid}/00ff00ff`)).toBe(true);
  expect(ownerIsGone(`another-host/${ended.pid}/00ff00ff`)).toBe(false);
  expect(ownerIsGone('anything')).toBe(false);
});

test('ownerOfThisMachineIsGone() also requires the same machine, and takes a run of this process for over', async () => {
  const ended = execa(process.execPath, ['--version']);
  await ended;
  const [host, machine, pid] = nameRunOwner().split('/');
  expect(machine).toMatch(/^[0-9a-f]{12}$/);
  expect(ownerOfThisMachineIsGone(`${host}/${machine}/${ended.pid}/00ff00ff`)).toBe(true);
  expect(ownerOfThisMachineIsGone(`${host}/${machine}/${pid}/00ff00ff`)).toBe(true);
  expect(ownerOfThisMachineIsGone(`${host}/${machine}/${process.ppid}/00ff00ff`)).toBe(false);
  expect(ownerOfThisMachineIsGone(`${host}/000000000000/${ended.pid}/00ff00ff`)).toBe(false);
  expect(ownerOfThisMachineIsGone(`another-host/${machine}/${ended.pid}/00ff00ff`)).toBe(false);
  expect(ownerOfThisMachineIsGone(`${host}/${ended.pid}/00ff00ff`)).toBe(false);
});

test('nameRunOwner() gives every run another name', () => {
  expect(nameRunOwner()).not.toBe(nameRunOwner());
});
