import { expect, test } from '@jest/globals';
import { nextTurn } from './turns.ts';

test('of many that wait, one has its turn in each iteration of the event loop, in their order', async () => {
  const iterations: number[] = [];
  let iteration = 0;
  let counting = true;
  const count = () => {
    iteration += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const order: number[] = [];
  const takeTurn = async (n: number) => {
    await nextTurn();
    order.push(n);
    iterations.push(iteration);
  };
  await Promise.all(Array.from({ length: 5 }, (_, n) => takeTurn(n)));
  counting = false;
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(new Set(iterations).size).toBe(5);
});

test('a turn that is asked for during another one comes after those that waited before', async () => {
  const order: string[] = [];
  const first = (async () => {
    await nextTurn();
    order.push('first');
    await nextTurn();
    order.push('first again');
  })();
  const second = (async () => {
    await nextTurn();
    order.push('second');
  })();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second', 'first again']);
});
