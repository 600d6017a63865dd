import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LoopTime } from './slow-clients.ts';

test('time during which the loop is held does not count, but for the length of two ticks', () => {
  let now = 0;
  const time = new LoopTime(() => now);
  for (let tick = 0; tick < 10; tick++) {
    now += 50;
    time.free();
  }
  expect([time.free(), time.held()]).toEqual([500, 0]);
  now += 5_000;
  expect([time.free(), time.held()]).toEqual([600, 4_900]);
  for (let tick = 0; tick < 1_300; tick++) {
    now += 50;
    time.free();
  }
  expect(time.held()).toBe(0);
});

test('free and held time together are the time that has passed, for a minute', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 60 }), (steps) => {
      let now = 0;
      const time = new LoopTime(() => now);
      for (const step of steps) {
        now += step;
        time.free();
      }
      expect(time.free() + time.held()).toBe(now);
    }),
  );
});
