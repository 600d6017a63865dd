import { availableParallelism } from 'node:os';

/** Node's own type stripping is the whole transform, so tests need no build. */
export default {
  testEnvironment: 'node',
  // Many tests wait for processes that they start, so a small machine benefits from more workers than Jest's default.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  testMatch: ['<rootDir>/{src,test,eval}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Generous, so that no test fails on a machine ten times slower. No test asserts a time.
  testTimeout: 600_000,
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.js' },
};
