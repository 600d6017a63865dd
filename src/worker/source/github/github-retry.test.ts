import { expect, test } from '@jest/globals';
import { WaitBudget } from './github-retry.ts';

test('waits are reserved until the budget is spent, and a wait that exceeds it costs nothing', () => {
  let now = 1_000_000;
  const budget = new WaitBudget(10_000, () => now);
  expect(budget.reserve(6_000)).toBe(true);
  now += 6_000;
  expect(budget.reserve(5_000)).toBe(false);
  expect(budget.leftMs).toBe(4_000);
  expect(budget.reserve(4_000)).toBe(true);
  expect(budget.leftMs).toBe(0);
});

test('concurrent waits cost the time they cover together', () => {
  const budget = new WaitBudget(10_000, () => 1_000_000);
  expect(budget.reserve(6_000)).toBe(true);
  expect(budget.reserve(4_000)).toBe(true);
  expect(budget.reserve(8_000)).toBe(true);
  expect(budget.leftMs).toBe(2_000);
});

test('concurrent stalled requests cost the time they cover together', () => {
  const budget = new WaitBudget(10_000, () => 1_000_000);
  budget.charge(995_000);
  budget.charge(993_000);
  budget.charge(999_000);
  expect(budget.leftMs).toBe(5_000);
  expect(budget.reserve(5_000)).toBe(true);
});

test('a stall longer than the budget leaves a budget of zero, not a negative one', () => {
  const budget = new WaitBudget(1_000, () => 1_000_000);
  budget.charge(900_000);
  expect(budget.leftMs).toBe(0);
  expect(budget.reserve(1)).toBe(false);
  expect(budget.reserve(0)).toBe(true);
});
