import { availableParallelism } from 'node:os';
import { join } from 'node:path';

// The caches of Node and Jest are kept, but not in the temporary folder.
const CACHE = join(import.meta.dirname, 'node_modules/.cache');
process.env.NODE_COMPILE_CACHE ??= join(CACHE, 'node');
// `test/support/programs.ts` starts the programs of this folder, which the global set-up fills.
process.env.BUNDLED_PROGRAMS = join(CACHE, 'programs');

/** Node's own type stripping is the whole transform, so tests need no build. */
export default {
  testEnvironment: 'node',
  cacheDirectory: join(CACHE, 'jest'),
  // Many tests wait for processes that they start, so a small machine benefits from more workers than Jest's default.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  globalSetup: '<rootDir>/test/support/bundled-programs.js',
  testSequencer: '<rootDir>/test/support/processes-first.js',
  testMatch: ['<rootDir>/{src,test,eval,models}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Generous, so that no test fails on a machine ten times slower. No test asserts a time.
  testTimeout: 600_000,
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.js' },
};
