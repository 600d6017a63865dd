/** TypeScript runs as it stands: Node's own type stripping is the whole transform, so tests need no build. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{src,test,eval}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Real processes and repositories take their time on a busy machine; no test asserts a time.
  testTimeout: 60_000,
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.js' },
};
