import { expect, test } from '@jest/globals';
import { GoApi } from './go-api.ts';
import { OutdatedNames } from './outdated-names.ts';

function apiOf(content: string): GoApi {
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
    content,
  };
  api.add({ document, chunks: [] });
  return api;
}

test('a document of many outdated names takes linear time', () => {
  const api = apiOf('package flow\n\nfunc New() {}\n');
  const names = Array.from({ length: 60_000 }, (_, i) => `flow.Gone${i}`);
  const started = performance.now();
  expect(new OutdatedNames(api).in(`\`\`\`go\nflow.New()\n${names.join('\n')}\n\`\`\``)).toHaveLength(60_000);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a name that the files of a package use is not outdated, although a file that is not indexed declares it', () => {
  const outdated = new OutdatedNames(
    apiOf(
      'package flow\n\n// New replaces Old.\nfunc New(m *Message, o Options) []Part {\n' +
        '\treturn Parse("Text", m, Config{Limit: 3}.Depth)\n}\n\ntype run struct {\n\tField string\n}\n\n' +
        'func (r run) Method() {}\n',
    ),
  );
  const names = 'Message Options Part Parse Config Old Text Limit Depth Field Method'.split(' ');
  const code = names.map((name) => `flow.${name}`).join('\n');
  expect(outdated.in(`\`\`\`go\nflow.New()\n${code}\n\`\`\``).map(({ name }) => name)).toEqual(
    'Old Text Limit Depth Field Method'.split(' '),
  );
});
