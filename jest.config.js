/** TypeScript runs as it stands: Node's own type stripping is the whole transform, so tests need no build. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{src,test,eval}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.js' },
};
