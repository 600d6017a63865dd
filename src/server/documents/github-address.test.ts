import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSource } from '../../../test/support/source-builder.ts';
import { addressAtIndexed, withoutGoSyntax } from './github-address.ts';

test.each([
  ['pkg.go.dev/github.com/acme/kit/flow#New', 'github.com/acme/kit/flow#New'],
  [
    'https://pkg.go.dev/github.com/acme/kit@v1.2.3/flow#Flow.Run',
    'https://github.com/acme/kit/flow#Flow.Run',
  ],
  ['https://pkg.go.dev/github.com/acme/kit/flow?tab=doc#section-readme', 'https://github.com/acme/kit/flow'],
  ['https://pkg.go.dev/github.com/acme/kit/flow@v1.2.3', 'https://github.com/acme/kit/flow'],
  ['github.com/acme/kit/flow@latest', 'github.com/acme/kit/flow'],
  ['github.com/acme/kit/flow.New', 'github.com/acme/kit/flow#New'],
  ['github.com/acme/kit/flow.(*Flow[I, O]).Run', 'github.com/acme/kit/flow#(*Flow[I, O]).Run'],
  ['flow.New', 'flow#New'],
  ['flow.Flow.Run', 'flow#Flow.Run'],
  ['kit/flow.New', 'kit/flow#New'],
])('what Go writes, %s, is read as %s', (written, address) => {
  expect(withoutGoSyntax(written)).toBe(address);
});

test.each([
  'kit/flow/flow.go',
  'kit/flow/flow.go#L7-L9',
  'core/Big_Name.md',
  'core/README.MD',
  'core/graph.md#New.Thing',
  'https://docs.example.com/docs/core/',
  'https://github.com/acme/kit/blob/v1.2.3/@scope/a.go',
  'https://github.com/acme/kit/tree/feature@2/flow',
  'github.com/acme/kit',
])('%s is no syntax of Go and stays as it is', (written) => {
  expect(withoutGoSyntax(written)).toBe(written);
});

test('reading any text as Go writes it does not fail', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^(https:\/\/)?(pkg\.go\.dev\/)?(github\.com\/)?[a-z@/.#(*)A-Z]{0,30}$/),
  );
  fc.assert(fc.property(text, (written) => typeof withoutGoSyntax(written) === 'string'));
});

const COMMIT = { sha: 'c'.repeat(40), date: '2026-01-01T00:00:00.000Z', subject: 'x' };
const kit = (ref: string, site: string, version?: string) => [
  buildSource('github:acme/kit', [{ at: 'kit', site }], {
    ref,
    commit: COMMIT,
    ...(version === undefined ? {} : { version }),
  }),
];
const MAIN = 'https://github.com/acme/kit/blob/main';

describe('the address of a Go file', () => {
  test('it is shown at the version of a source that has one, with its lines', () => {
    expect(addressAtIndexed(`${MAIN}/flow/a.go#L7-L9`, 'kit/flow/a.go', kit('release', MAIN, 'v1.2.3'))).toBe(
      'https://github.com/acme/kit/blob/v1.2.3/flow/a.go#L7-L9',
    );
  });

  test('it is shown at the commit of a source without a version', () => {
    expect(addressAtIndexed(`${MAIN}/a.go`, 'kit/a.go', kit('main', MAIN))).toBe(
      `https://github.com/acme/kit/blob/${COMMIT.sha}/a.go`,
    );
  });

  test('the ref of a source may have slashes, and its root may be a folder of the repository', () => {
    const site = 'https://github.com/acme/kit/blob/feature/x/go';
    expect(addressAtIndexed(`${site}/a.go#L7`, 'kit/a.go', kit('feature/x', site))).toBe(
      `https://github.com/acme/kit/blob/${COMMIT.sha}/go/a.go#L7`,
    );
  });

  test('a version is encoded for an address', () => {
    expect(addressAtIndexed(`${MAIN}/a.go`, 'kit/a.go', kit('release', MAIN, 'v1.0.0+x'))).toBe(
      'https://github.com/acme/kit/blob/v1.0.0%2Bx/a.go',
    );
  });

  test.each([
    ['a document that is no Go file', `${MAIN}/README.md`, 'kit/README.md', kit('main', MAIN)],
    ['a file of another source', `${MAIN}/a.go`, 'other/a.go', kit('main', MAIN)],
    [
      'a file below another address',
      'https://github.com/acme/kit/blob/mainline/a.go',
      'kit/a.go',
      kit('main', MAIN),
    ],
    ['a site that is not GitHub', 'https://x.example/a.go', 'kit/a.go', kit('main', 'https://x.example')],
    [
      'a source that is not indexed yet',
      `${MAIN}/a.go`,
      'kit/a.go',
      [buildSource('github:acme/kit', [{ at: 'kit', site: MAIN }], { commit: null })],
    ],
  ])('the address of %s stays as it is', (_, url, path, sources) => {
    expect(addressAtIndexed(url, path, sources)).toBe(url);
  });
});
