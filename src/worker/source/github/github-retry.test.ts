import { expect, test } from '@jest/globals';
import { WaitBudget } from './github-retry.ts';

test('waits fit until the budget is spent, and one that does not fit costs nothing', () => {
  let now = 1_000_000;
  const budget = new WaitBudget(10_000, () => now);
  expect(budget.reserve(6_000)).toBe(true);
  now += 6_000;
  expect(budget.reserve(5_000)).toBe(false);
  expect(budget.leftMs).toBe(4_000);
  expect(budget.reserve(4_000)).toBe(true);
  expect(budget.leftMs).toBe(0);
});

test('waits side by side cost the time they cover together', () => {
  const budget = new WaitBudget(10_000, () => 1_000_000);
  expect(budget.reserve(6_000)).toBe(true);
  expect(budget.reserve(4_000)).toBe(true);
  expect(budget.reserve(8_000)).toBe(true);
  expect(budget.leftMs).toBe(2_000);
});

test('requests that stood still side by side cost the time they cover together', () => {
  const budget = new WaitBudget(10_000, () => 1_000_000);
  budget.charge(995_000);
  budget.charge(993_000);
  budget.charge(999_000);
  expect(budget.leftMs).toBe(5_000);
  expect(budget.reserve(5_000)).toBe(true);
});

test('what stood still for longer than the budget leaves nothing, and no debt', () => {
  const budget = new WaitBudget(1_000, () => 1_000_000);
  budget.charge(900_000);
  expect(budget.leftMs).toBe(0);
  expect(budget.reserve(1)).toBe(false);
  expect(budget.reserve(0)).toBe(true);
});
