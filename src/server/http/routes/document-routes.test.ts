import { expect, test } from '@jest/globals';
import { prefersHtml } from './document-routes.ts';

test.each([
  ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['a client that takes only HTML', 'text/html', true],
  ['a client that prefers HTML', 'text/markdown;q=0.5, TEXT/HTML; charset=utf-8; q=0.9', true],
  ['curl, or fetch in a script', '*/*', false],
  ['a client that says nothing', undefined, false],
  ['an agent that takes both', 'text/markdown, text/html, */*', false],
  ['an agent that takes both, HTML first', 'text/html, text/markdown', false],
  ['an agent that prefers plain text', 'text/plain;q=1.0, text/html;q=0.5', false],
  ['a client that refuses HTML', 'text/html;q=0, */*', false],
  ['a client that asks for JSON', 'application/json, text/plain, */*', false],
  ['a broken header', ';;q=x,text/html;q=x', false],
])('%s gets a page instead of a document: %j, %s', (_, accept, isPage) => {
  expect(prefersHtml(accept)).toBe(isPage);
});
