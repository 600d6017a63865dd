import { availableParallelism } from 'node:os';

/** TypeScript runs as it stands: Node's own type stripping is the whole transform, so tests need no build. */
export default {
  testEnvironment: 'node',
  // Many tests wait for processes they started: a small machine does well with more workers than Jest gives it.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  testMatch: ['<rootDir>/{src,test,eval}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Real processes and repositories take their time on a busy machine; no test asserts a time.
  testTimeout: 60_000,
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.js' },
};
