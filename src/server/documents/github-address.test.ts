import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutGoSyntax } from './github-address.ts';

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
