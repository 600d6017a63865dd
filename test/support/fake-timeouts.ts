import { setImmediate } from 'node:timers/promises';
import { jest } from '@jest/globals';

export interface FakeTimeouts extends Disposable {
  /** Waits until one `setTimeout` alone is pending, and lets so many milliseconds pass for it. */
  passOnly(ms: number): Promise<void>;
}

/** Replaces `setTimeout` and nothing else, so that what is slow on a busy machine does not time out. */
export function fakeTimeouts(): FakeTimeouts {
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'],
  });
  return {
    async passOnly(ms) {
      while (jest.getTimerCount() !== 1) await setImmediate();
      jest.advanceTimersByTime(ms);
    },
    [Symbol.dispose]() {
      jest.useRealTimers();
    },
  };
}
