import { expect, test } from '@jest/globals';
import { buildDocument } from '../../../test/support/document-builder.ts';
import { documentLinks } from './page-links.ts';

const entry = (path: string, url: string) => ({ ...buildDocument({ path }).document, url });
const documents = [
  entry('core/graph.md', 'https://docs.example.com/eino/core/graph/'),
  entry('a b/#1.md', 'https://docs.example.com/eino/b/'),
  entry('loose/other.md', 'loose/other.md'),
];

test.each([
  ['/eino/core/graph#nodes', '../docs/core/graph.md#nodes'],
  ['../graph/?x=1', '../docs/core/graph.md'],
  ['https://docs.example.com/eino/b', '../docs/a%20b/%231.md'],
  ['https://elsewhere.example/x?y#z', 'https://elsewhere.example/x?y#z'],
  ['#here', '#here'],
  ['mailto:a@example.com', 'mailto:a@example.com'],
  ['javascript:alert(1)', null],
  [' java\nscript:alert(1)', null],
  ['data:text/html,x', null],
  ['file:///etc/passwd', null],
  ['https://[', null],
])('a link of a document to %s leads to %s', async (target, address) => {
  const linkTo = await documentLinks(
    entry('core/state.md', 'https://docs.example.com/eino/core/state/'),
    documents,
    '../',
  );
  expect(linkTo(target)).toBe(address);
});

test('a link of a document that is published nowhere leads to the file beside it', async () => {
  const linkTo = await documentLinks(entry('loose/one.md', 'loose/one.md'), documents, '../../');
  expect(linkTo('other.md#x')).toBe('../../docs/loose/other.md#x');
  expect(linkTo('../up.md')).toBe('../../docs/up.md');
  expect(linkTo('../../../health')).toBe('../../health');
});
