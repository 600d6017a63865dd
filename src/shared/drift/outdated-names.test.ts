import { expect, test } from '@jest/globals';
import { GoApi } from './go-api.ts';
import { OutdatedNames } from './outdated-names.ts';

test('a document of many outdated names takes linear time', () => {
  const api = new GoApi();
  const document = {
    path: 'flow/flow.go',
    blob: 'b10b',
    title: 'package example.com/flow: flow.go',
    url: '',
    description: '',
    summary: '',
    entities: [],
    weight: null,
    updatedAt: null,
    language: 'en',
    tokens: 1,
    outline: [
      { depth: 1, text: 'package flow', anchor: 'L1', line: 1 },
      { depth: 2, text: 'New', anchor: 'L3', line: 3 },
    ],
    content: 'package flow\n\nfunc New() {}\n',
  };
  api.add({ document, chunks: [] });
  const names = Array.from({ length: 60_000 }, (_, i) => `flow.Gone${i}`);
  const started = performance.now();
  expect(new OutdatedNames(api).in(`\`\`\`go\nflow.New()\n${names.join('\n')}\n\`\`\``)).toHaveLength(60_000);
  expect(performance.now() - started).toBeLessThan(10_000);
});
